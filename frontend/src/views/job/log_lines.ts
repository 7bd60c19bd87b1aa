// The log as it is shown: times of this computer's clock in place of UTC.

const LINE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)) (.*)$/;

/** Lines of a log without empty ones; `09:31:02.114  Comparing genomes`. */
export function readLines(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const match = LINE.exec(line);
      return match ? `${clock(new Date(match[1] ?? ""))}  ${match[2]}` : line;
    });
}

function clock(time: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const milliseconds = String(time.getMilliseconds()).padStart(3, "0");
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${milliseconds}`;
}
