"""HTTP only: parse, call, answer.

Reading order: messages (the wire contract), openapi, errors, local_only (who may call), streams,
files, uploads, services (what the routes use), submission, routes_jobs, routes_results,
routes_other, app, running.
"""
