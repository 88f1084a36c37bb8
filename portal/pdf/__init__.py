"""The one door to WeasyPrint: HTML of our own templates in, an accessible PDF out.

`rendering` is imported by workers; the rest is light enough for the web process.
"""
