"""The portal on one's own computer: installs, starts and stops everything that it needs.

Imports nothing else of the portal and nothing of Django, because it starts both. The order of a
start: `bootstrap` (any Python, nothing installed yet) -> `__main__` -> `running` or `testing`.
"""
