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
    ("get", "/api/job/{job_id}/allele_export/{file_format}"): {"200", "404", "409"},
    ("get", "/health"): {"200"},
    ("post", "/api/check"): {"200", "404", "413", "422", "507"},
    ("post", "/api/demo"): {"202", "507"},
    ("post", "/api/import"): {"201", "422", "507"},
    ("post", "/api/import_file"): {"201", "413", "422", "507"},
    ("patch", "/api/job/{job_id}"): {"200", "404"},
    ("get", "/api/job/{job_id}/steps"): {"200", "404"},
    ("get", "/api/job/{job_id}/sequence"): {"200", "404", "422"},
    ("get", "/api/parameters"): {"200"},
    ("get", "/api/storage"): {"200"},
}
# It takes nothing that could be varied, and each call is a job of 40 genomes.
VARIED: Final = [route for route in CODES if route != ("post", "/api/demo")]
KEEPS_EVERYTHING: Final = ("post", "patch", "delete")
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
        "name", "keep_intermediate", "orient", "loci", "minisatellites", "check_token", "job_id",
        "keep",
    } == set(form["properties"])  # fmt: skip
    assert form["properties"]["orient"]["enum"] == ["auto", "off"]
    assert form["properties"]["loci"]["default"] == "true"


def test_the_count_of_rows_is_described(document: dict[str, Any]) -> None:
    for path in ("plot_data/{plot_key}", "table/{name}"):
        answer = document["paths"]["/api/job/{job_id}/" + path]["get"]["responses"]["200"]
        assert "X-Total-Rows" in answer["headers"]
        assert "application/vnd.apache.arrow.stream" in answer["content"]


@pytest.mark.parametrize(("method", "path"), VARIED)
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


def test_new_routes_show_an_example_of_their_answer(document: dict[str, Any]) -> None:
    for method, path, code in (
        ("post", "/analyze_ssr", "202"),
        ("post", "/api/check", "200"),
        ("post", "/api/demo", "202"),
        ("post", "/api/import_file", "201"),
        ("patch", "/api/job/{job_id}", "200"),
        ("get", "/api/job/{job_id}/steps", "200"),
        ("get", "/api/job/{job_id}/sequence", "200"),
        ("get", "/api/parameters", "200"),
        ("get", "/api/storage", "200"),
    ):
        (content,) = document["paths"][path][method]["responses"][code]["content"].values()
        schema = document["components"]["schemas"][content["schema"]["$ref"].rsplit("/", 1)[1]]
        for example in content["examples"].values():
            # Fields that are null are left out of examples.
            left_out = set(schema["properties"]) - set(example["value"])
            assert set(example["value"]) <= set(schema["properties"]), path
            assert all("null" in str(schema["properties"][name]) for name in left_out), path
