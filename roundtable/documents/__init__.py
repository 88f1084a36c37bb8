"""Agendas as documents: frozen once as JSON, drawn from nothing else."""
