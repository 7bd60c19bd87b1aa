"""Paths, names and values that mean more than they seem to: they stay what they are, texts."""

import io
import json
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from crossroad_desktop.server.running import RunningServer
from crossroad_desktop.settings import load_settings
from tests.server.faults.server_process import ServerProcess, form, make_genomes
from tests.server.security.conftest import RawAnswer, check_answer, send_raw

Ask = Callable[..., RawAnswer]

LEADING_OUT = [
    "../job.log",
    "../../jobs.sqlite3",
    "../../../server.json",
    "main/../../job.log",
    "%2e%2e/job.log",
    "%2e%2e%2fjob.log",
    "..%2fjob.log",
    "%252e%252e%252fjob.log",
    "..%5cjob.log",
    "..\\job.log",
    "main%5c..%5c..%5cjob.log",
    "....//job.log",
    "%c0%ae%c0%ae/job.log",
    "%ef%bc%8e%ef%bc%8e/job.log",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "//etc/passwd",
    "%2f%2fetc/passwd",
    "/proc/self/environ",
    "C:/Windows/win.ini",
    "C:%5cWindows%5cwin.ini",
    "%5c%5cserver%5cshare",
    "file:///etc/passwd",
    "run.json%00.txt",
    "%00",
    ".",
    "..",
    "main",
    "main/",
    "~/.ssh/id_rsa",
    "run.json/",
    "run.json/../../job.log",
    "a" * 300,
    "a/" * 2000 + "a",
]

DEVICE_STEMS = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in "123¹²³")}


@pytest.mark.parametrize("path", LEADING_OUT)
def test_a_download_never_leaves_the_results(
    ask: Ask, server: ServerProcess, job_id: str, path: str
) -> None:
    answer = ask(f"/api/job/{job_id}/download/{path}")
    if path == "run.json/":
        # A slash at the end is none of a path's business.
        assert answer.status_code in (200, 404)
        return
    assert answer.status_code == 404
    assert server.token.encode() not in answer.body
    assert b"root:" not in answer.body


def test_a_download_follows_no_link_out(
    client: httpx.Client, server: ServerProcess, job_id: str
) -> None:
    output = server.job_dir / job_id / "output"
    links = {
        "link.txt": server.data_dir / "server.json",
        "relative.txt": Path("../job.log"),
        "folder": server.data_dir,
        "loop": Path("loop"),
    }
    for name, target in links.items():
        (output / name).symlink_to(target)
    try:
        for path in ("link.txt", "relative.txt", "folder/server.json", "loop", "loop/x"):
            assert client.get(f"/api/job/{job_id}/download/{path}").status_code == 404
        listed = {file["path"] for file in client.get(f"/api/job/{job_id}/files").json()["files"]}
        assert not listed & {*links, "folder/server.json"}
        zipped = client.get(f"/api/job/{job_id}/download_zip").content
        names = set(zipfile.ZipFile(io.BytesIO(zipped)).namelist())
        assert names == listed
    finally:
        for name in links:
            (output / name).unlink()


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.fa", "..\\..\\evil.fa", "/etc/cron.d/evil", "C:\\evil.fa", "C:evil.fa", "..",
        ".", "", " ", "...", ".hidden", ".bashrc", "CON", "con.fa", "AUX.fa.gz", "nul", "COM1",
        "lpt9.fa", "COM¹.fa", "a" * 300, "a" * 300 + ".fa", "中" * 300 + ".fa", "é" * 300,
        "e\u0301" * 300, "😀" * 300, "a\u202egnp.fa", "a\u200bb.fa", "a:stream.fa", "a|b<c>d*?.fa",
        "a\tb.fa", "x.part", "x.fa.part", "x.fa.PART", "x.fa ", "x.fa.", "-rf", "$(reboot).fa",
        "`id`.fa", "a;b&c.fa", "%2e%2e%2fevil.fa", "\uff0e\uff0e\uff0fevil.fa", "ﬀ.fa",
    ],
)  # fmt: skip
def test_an_uploaded_file_gets_a_name_that_is_safe_everywhere(
    client: httpx.Client, server: ServerProcess, fasta: Path, name: str
) -> None:
    answer = client.post(
        "/analyze_ssr/",
        files={"fasta_file": (name or "\x00", fasta.read_bytes())},
        data={"perf_params": '{"minLen": 1}'},
    )
    assert answer.status_code == 202, answer.text
    job_id = answer.json()["job_id"]
    (stored,) = (server.job_dir / job_id / "input").iterdir()
    check_file_name(stored.name)
    assert stored.read_bytes() == fasta.read_bytes()
    # Fifty analyses would take long; that one of them can read its file, the next test shows.
    assert client.post(f"/api/job/{job_id}/cancel").status_code in (200, 409)


def check_file_name(name: str) -> None:
    assert len(name.encode()) <= 200
    assert name == unicodedata.normalize("NFC", name)
    assert not set(name) & set('/\\:*?"<>|$`;&%')
    assert all(unicodedata.category(sign)[0] != "C" for sign in name)
    assert not name.startswith((".", " "))
    assert not name.endswith((".", " ", ".part"))
    assert name.split(".")[0].strip().lower() not in DEVICE_STEMS


def test_three_files_of_one_name_do_not_overwrite_each_other(
    client: httpx.Client, server: ServerProcess, fasta: Path
) -> None:
    folder = fasta.parent
    contents = {
        "fasta_file": fasta.read_bytes(),
        "categories_file": (folder / "set.categories.tsv").read_bytes(),
        "gene_bed": (folder / "set.genes.bed").read_bytes(),
    }
    answer = client.post(
        "/analyze_ssr/",
        files={field: ("../same", content) for field, content in contents.items()},
        data={"perf_params": '{"minLen": 1}'},
    )
    job_id = answer.json()["job_id"]
    stored = [path.read_bytes() for path in (server.job_dir / job_id / "input").iterdir()]
    assert sorted(stored) == sorted(contents.values())
    assert server.wait_for(client, job_id)["status"] == "completed"


@pytest.mark.parametrize(
    "given",
    [
        "%00", "..", "%2e%2e", "..%2f..%2fetc", "job_aaaaaaaaaaa", "job_" + "a" * 33,
        "JOB_AAAAAAAAAAAA", "job_aaaaaaaaaaaa%0a", "job_aaaaaaaaaaaa%00", "job_aaaaaaaaaaaa%2f..",
        "job_'%20OR%201=1--aa", "job_%EF%BC%91" + "1" * 12, "job_%D9%A1" + "1" * 12, "%", "%zz",
        "jobs.sqlite3", ".removed-job_aaaaaaaaaaaa", "a" * 4000, "*", "job_" + "%25" * 12,
        "job_____________",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("method", "rest"),
    [
        ("GET", "/status"), ("GET", "/logs"), ("GET", "/download_zip"), ("GET", "/events"),
        ("GET", "/download/run.json"), ("GET", "/summary"), ("POST", "/cancel"), ("DELETE", ""),
    ],
)  # fmt: skip
def test_what_is_no_job_id_finds_nothing(ask: Ask, given: str, method: str, rest: str) -> None:
    answer = ask(f"/api/job/{given}{rest}", "Content-Length: 0", method=method)
    # Where `..` is taken as a step, no route is met.
    assert answer.status_code in (404, 405)


def test_jobs_are_all_there_after_sql_in_every_field(
    client: httpx.Client, server: ServerProcess, job_id: str, fasta: Path
) -> None:
    before = client.get("/api/jobs?limit=500").json()["jobs"]
    attack = "x'); DROP TABLE jobs; --"
    new_id = server.submit(client, fasta, name=attack)
    assert server.wait_for(client, new_id)["name"] == attack
    assert client.post("/analyze_ssr/", **form(fasta, reference_id=attack)).status_code == 422
    for path in (
        f"/api/jobs?before={quote(attack)}",
        f"/api/job/{job_id}/plot_data/plot_source?genome={quote(attack)}",
    ):
        assert client.get(path).status_code == 200
    after = client.get("/api/jobs?limit=500").json()["jobs"]
    assert len(after) == len(before) + 1


@pytest.mark.parametrize(
    ("path", "status_code"),
    [
        ("plot_data/hotspot'--", 404),
        ("plot_data/plot_source;DROP TABLE x", 404),
        ('plot_data/plot_source?columns=motif"; DROP TABLE x; --', 400),
        ("plot_data/plot_source?columns=*", 400),
        ("plot_data/plot_source?columns=(SELECT 1)", 400),
        ("plot_data/plot_source?nonsense=1", 400),
        ("table/reformatted?sort=motif; DROP TABLE x", 400),
        ("table/reformatted?sort=(SELECT 1)", 400),
        ("table/reformatted?sort=1", 400),
        ("table/reformatted?columns=file_row_number", 400),
        ("table/read_text('/etc/passwd')", 404),
        ("table/..%2f..%2f..%2fserver", 404),
        ("table/reformatted'%00", 404),
        ("table/reformatted.exe", 404),
        ("table/x%0d%0aSet-Cookie:a=b.csv", 404),
        ("table/reformatted?limit=-1", 400),
        ("table/reformatted?offset=-1", 400),
    ],
)
def test_sql_in_names_of_keys_tables_and_columns_is_an_unknown_name(
    client: httpx.Client, job_id: str, path: str, status_code: int
) -> None:
    answer = client.get(f"/api/job/{job_id}/{path}")
    assert answer.status_code == status_code, answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "condition",
    [
        ["motif", "eq", "' OR 1=1 --"], ["motif", "contains", "%'; SELECT 1"],
        ["motif\" OR 1=1 --", "eq", "A"], ["motif", "= 1 OR 1", "A"], ["motif", "eq", "\x00"],
        ["start", "gt", "1 OR 1=1"], ["start", "eq", "1e999"], ["start", "eq", "nan"],
        ["start", "in"], ["", "text", "'"], [], ["motif"],
    ],
)  # fmt: skip
def test_sql_in_a_filter_is_a_text_that_no_cell_holds(
    client: httpx.Client, job_id: str, condition: list[str]
) -> None:
    params = {"filter": json.dumps(condition)}
    answer = client.get(f"/api/job/{job_id}/table/mergedOut", params=params)
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert answer.headers["x-total-rows"] == "0"


@pytest.mark.parametrize("number", ["9" * 30, "-" + "9" * 30, "1e400", "²", "0x10", " ", "NaN"])
@pytest.mark.parametrize("name", ["year_from", "motif_length", "offset", "limit"])
def test_a_number_beyond_all_limits_is_no_fault_of_ours(
    client: httpx.Client, job_id: str, name: str, number: str
) -> None:
    place = "table/mergedOut" if name in ("offset", "limit") else "plot_data/plot_source"
    answer = client.get(f"/api/job/{job_id}/{place}", params={name: number})
    assert answer.status_code in (200, 400)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000, '{"mono":' * 5_000, '{"mono": NaN}', '{"mono": 1e999}', '{"\\ud800": 1}',
        '{"mono": "\\ud800"}', '{"mono": "²"}', '{"mono": ' + "9" * 5_000 + "}", '{"mono": [1]}',
        '{"mono": null}', '{"mono": true}', "[1]", "null", '"x"', '{"__class__": 1}',
        '{"reference_id": "x"}', '{"mono": 12, "mono": -1}',
    ],
)  # fmt: skip
def test_hostile_parameters_are_refused(client: httpx.Client, fasta: Path, text: str) -> None:
    answer = client.post("/analyze_ssr/", **form(fasta, perf_params=text))
    assert answer.status_code == 400, answer.text


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000, b'{"parameters":' * 5_000, b"", b"null", b"\xff\xfe", b'{"x": 1}',
        b'{"parameters": {"mono": 1e400}}', b'{"parameters": {"nonsense": 1}}',
        b'{"parameters": {"reference_id": ["x"]}}', b'{"parameters": {"reference_id": {"a": 1}}}',
        b'{"parameters": {"flanks": "perhaps"}}',
    ],
)  # fmt: skip
def test_hostile_changes_of_a_job_that_is_run_again_are_refused(
    client: httpx.Client, job_id: str, content: bytes
) -> None:
    headers = {"Content-Type": "application/json"}
    answer = client.post(f"/api/job/{job_id}/rerun", content=content, headers=headers)
    assert answer.status_code in (400, 422), answer.text


def test_a_huge_json_body_is_refused(client: httpx.Client, job_id: str) -> None:
    content = b'{"parameters": {"x": "' + b"a" * 20_000_000 + b'"}}'
    headers = {"Content-Type": "application/json"}
    answer = client.post(f"/api/job/{job_id}/rerun", content=content, headers=headers)
    assert answer.status_code in (400, 413)


FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0"]


def test_cells_that_look_like_formulas_are_texts(
    client: httpx.Client, server: ServerProcess, fasta: Path, tmp_path: Path
) -> None:
    lines = fasta.with_name("set.categories.tsv").read_text().splitlines()
    header, *rows = [line.split("\t") for line in lines]
    place = header.index("category")
    for number, row in enumerate(rows):
        row[place] = FORMULAS[number % len(FORMULAS)]
    categories = tmp_path / "formulas.tsv"
    categories.write_text("\n".join("\t".join(row) for row in [header, *rows]) + "\n")
    job_id = server.submit(client, fasta, categories_file=categories)
    assert server.wait_for(client, job_id)["status"] == "completed"
    table = f"/api/job/{job_id}/table/mergedOut"
    for ending in ("csv", "tsv"):
        text = client.get(f"{table}.{ending}").text
        cells = {cell for line in text.splitlines() for cell in line.split(",\t"[ending == "tsv"])}
        assert not [cell for cell in cells if cell.strip('"').startswith(("=", "+1", "-1", "@"))]
        assert "'=1+1" in cells
    book = zipfile.ZipFile(io.BytesIO(client.get(f"{table}.xlsx").content))
    sheet = book.read("xl/worksheets/sheet1.xml")
    texts = sheet + b"".join(book.read(name) for name in book.namelist() if "shared" in name)
    assert b"=1+1" in texts
    assert b"<f>" not in sheet


@pytest.fixture(scope="module")
def front_end(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A front end, a secret beside it, and links out of it."""
    folder = tmp_path_factory.mktemp("front end") / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>front end</title>")
    (folder / "assets" / "main.js").write_text("export {}")
    (folder.parent / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "outside").symlink_to(folder.parent)
    return folder


def test_the_front_ends_files_do_not_lead_out_of_their_folder(
    front_end: Path, tmp_path: Path
) -> None:
    settings = load_settings({"CROSSROAD_DATA_DIR": str(tmp_path / "data")})
    server = RunningServer(settings, with_token=False, front_end=front_end)
    server.start()
    try:
        port = int(server.address.rsplit(":", 1)[1])
        found = {path: get_raw(port, path) for path in ("/", "/assets/main.js", "/index.html")}
        assert {answer.status_code for answer in found.values()} == {200}
        out = ["link.txt", "outside/secret.txt", "assets/../../secret.txt", "assets", "assets/"]
        for path in [f"/{path.replace('job.log', 'secret.txt')}" for path in [*LEADING_OUT, *out]]:
            answer = get_raw(port, path)
            # `/.` is the start page.
            assert answer.status_code == 404 or path == "/.", path
            assert b"secret" not in answer.body.replace(b"secret.txt", b"")
    finally:
        server.stop()


def get_raw(port: int, path: str) -> RawAnswer:
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    answer = send_raw(port, request.encode())
    check_answer(answer)
    return answer


def test_the_folders_of_jobs_are_named_by_chance(
    server: ServerProcess, client: httpx.Client
) -> None:
    ids = {job["job_id"] for job in client.get("/api/jobs?limit=500").json()["jobs"]}
    assert ids == server.folders()
    assert all(len(job_id) >= len("job_") + 16 for job_id in ids)


def test_a_result_with_html_in_it_is_sent_as_a_file_to_save(
    client: httpx.Client, server: ServerProcess, tmp_path: Path
) -> None:
    fasta = make_genomes(tmp_path / "set")
    text = fasta.read_text().replace(">SIM0001", ">=HYPERLINK(1)<script>alert(1)</script>", 1)
    fasta.write_text(text)
    job_id = server.submit(client, fasta)
    assert server.wait_for(client, job_id)["status"] == "completed"
    answer = client.get(f"/api/job/{job_id}/download/run.json")
    assert answer.headers["content-disposition"].startswith("attachment")
    (stored,) = (server.job_dir / job_id / "input").iterdir()
    assert stored.name == "set.fa"
