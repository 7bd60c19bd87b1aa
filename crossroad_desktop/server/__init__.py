"""HTTP only: parse, call, answer.

Reading order: messages and form_messages (the wire contract), openapi, errors, local_only (who may
call), streams, files, field_problems, uploads, services (what the routes use), kept_files,
submission, checking, routes_jobs, routes_new_jobs, routes_results, routes_files, routes_sequence,
routes_other, app, running.
"""
