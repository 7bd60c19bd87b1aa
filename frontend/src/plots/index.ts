// All figures by name. A figure's name is that of its module; `key` names its data on the server.

import type { Figure } from "./drawing";

export const FIGURES = {} as const satisfies Readonly<Record<string, Figure>>;
