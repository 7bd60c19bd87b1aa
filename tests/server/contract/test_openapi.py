"""The OpenAPI document describes every route, and every answer is one that it describes."""

from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.server.contract.running_server import Server

EVERYWHERE: Final = {"400", "401", "403", "421", "500"}
CODES: Final = {
    ("post", "/analyze_ssr"): {"202", "404", "413", "422", "507"},
    ("get", "/api/job/{job_id}/status"): {"200", "404"},
    ("get", "/api/job/{job_id}/plot_data/{plot_key}"): {"200", "404", "409"},
    ("get", "/api/job/{job_id}/download_zip"): {"200", "206", "404", "409", "416", "507"},
    ("get", "/api/jobs"): {"200"},
    ("get", "/api/job/{job_id}/events"): {"200", "404"},
    ("post", "/api/job/{job_id}/cancel"): {"200", "404", "409"},
    ("post", "/api/job/{job_id}/rerun"): {"202", "404", "422", "507"},
    ("delete", "/api/job/{job_id}"): {"204", "404", "409"},
    ("get", "/api/job/{job_id}/logs"): {"200", "404"},
    ("get", "/api/job/{job_id}/summary"): {"200", "404", "409"},
    ("get", "/api/job/{job_id}/files"): {"200", "404", "409"},
    ("get", "/api/job/{job_id}/download/{path}"): {"200", "206", "404", "409", "416"},
    ("get", "/api/job/{job_id}/table/{name}"): {"200", "404", "409"},
    ("get", "/health"): {"200"},
}
KEEPS_EVERYTHING: Final = ("post", "delete")
EXAMPLES: Final = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def document(server: Server) -> dict[str, Any]:
    answer = server.get("/schema/openapi.json")
    assert answer.status_code == 200
    content: dict[str, Any] = answer.json()
    return content


def test_it_is_an_openapi_31_document(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    assert document["info"]["title"] == "CrossRoad Desktop"


@pytest.mark.parametrize(("method", "path"), CODES)
def test_a_route_is_described_with_all_its_codes(
    document: dict[str, Any], method: str, path: str
) -> None:
    operation = document["paths"][path][method]

    assert operation["summary"]
    assert set(operation["responses"]) == CODES[method, path] | EVERYWHERE


def test_every_error_has_the_one_form(document: dict[str, Any]) -> None:
    for path in document["paths"].values():
        for operation in path.values():
            for code, response in operation["responses"].items():
                if int(code) < 400 or code == "416":
                    continue
                (content,) = response["content"].values()
                assert content["schema"] == {"$ref": "#/components/schemas/ErrorMessage"}


def test_the_upload_form_is_described(document: dict[str, Any]) -> None:
    body = document["paths"]["/analyze_ssr"]["post"]["requestBody"]
    form = body["content"]["multipart/form-data"]["schema"]

    assert body["required"] is True
    assert {"required": ["fasta_file"]} in form["anyOf"]
    assert {
        "fasta_file", "categories_file", "gene_bed", "reference_id", "perf_params", "flanks",
        "name", "keep_intermediate",
    } <= set(form["properties"])  # fmt: skip


def test_the_count_of_rows_is_described(document: dict[str, Any]) -> None:
    for path in ("plot_data/{plot_key}", "table/{name}"):
        answer = document["paths"]["/api/job/{job_id}/" + path]["get"]["responses"]["200"]
        assert "X-Total-Rows" in answer["headers"]
        assert "application/vnd.apache.arrow.stream" in answer["content"]


@pytest.mark.parametrize(("method", "path"), CODES)
def test_whatever_is_sent_the_answer_is_one_that_is_described(
    server: Server, finished: str, method: str, path: str
) -> None:
    schema = schemathesis.openapi.from_dict(server.get("/schema/openapi.json").json())
    operation = schema[path][method.upper()]

    @given(case=operation.as_strategy())
    @EXAMPLES
    def check(case: schemathesis.Case) -> None:
        # Most ids name no job; the finished one is asked too, but never changed.
        if "job_id" in case.path_parameters and method not in KEEPS_EVERYTHING:
            case.path_parameters["job_id"] = finished
        case.headers["Authorization"] = f"Bearer {server.token}"
        answer = case.call(base_url=server.address)
        case.validate_response(
            answer,
            checks=[
                not_a_server_error,
                status_code_conformance,
                content_type_conformance,
                response_schema_conformance,
            ],
        )

    check()
