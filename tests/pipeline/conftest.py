"""Small genomes and runs that several pipeline tests share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pytest

from crossroad_desktop.pipeline.inputs import InputFiles
from crossroad_desktop.pipeline.parameters import AnalysisParameters
from crossroad_desktop.pipeline.run import analyze
from crossroad_desktop.pipeline.summary import AnalysisSummary


@dataclass
class Run:
    """A finished analysis."""

    output: Path
    summary: AnalysisSummary

    def text(self, path: str) -> str:
        return (self.output / path).read_text(encoding="utf-8")

    def lines(self, path: str) -> list[str]:
        return self.text(path).splitlines()

    def rows(self, path: str) -> list[dict[str, str]]:
        """Cells as text, by column name."""
        delimiter = "," if path.endswith(".csv") else "\t"
        table = pa_csv.read_csv(
            self.output / path,
            parse_options=pa_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(self._header(path, delimiter), pa.string()),
                strings_can_be_null=False,
                null_values=[],
            ),
        )
        return table.to_pylist()

    def files(self) -> dict[str, bytes]:
        """All files but the record of the run, by path in the output folder."""
        return {
            path.relative_to(self.output).as_posix(): path.read_bytes()
            for path in sorted(self.output.rglob("*"))
            if path.is_file() and path.name != "run.json"
        }

    def _header(self, path: str, delimiter: str) -> list[str]:
        return self.lines(path)[0].split(delimiter)


@dataclass
class Bench:
    """Writes input files and analyses them."""

    folder: Path
    runs: int = 0

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run(
        self,
        fasta: str | bytes | Mapping[str, str],
        categories: str | bytes | None = None,
        genes: str | bytes | None = None,
        parameters: AnalysisParameters | None = None,
        **changes: object,
    ) -> Run:
        """Analyses genomes given as a file's content or as sequences by id."""
        if isinstance(fasta, Mapping):
            fasta = "".join(f">{name}\n{sequence}\n" for name, sequence in fasta.items())
        self.runs += 1
        output = self.folder / f"output{self.runs}"
        files = InputFiles(
            self.write("genomes.fa", fasta),
            self.write("categories.tsv", categories) if categories is not None else None,
            self.write("genes.bed", genes) if genes is not None else None,
        )
        chosen = replace(parameters or AnalysisParameters(min_len=1), **changes)  # type: ignore[arg-type]
        return Run(output, analyze(files, chosen, output))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)
