// Settings that are switched on or off: what they are called, what they do, how each is sent.

import type { HelpTopic } from "./help";

export type SwitchName = "orient" | "loci" | "minisatellites" | "flanks";
export type Switches = Readonly<Record<SwitchName, boolean>>;

interface Switch {
  label: string;
  hint: string;
  topic: HelpTopic;
  isOnAtFirst: boolean;
  /** What the form of an analysis says if it is on, and if it is off. */
  sent: readonly [on: string, off: string];
  /** Words of the command line for what is not so at first. */
  option: readonly string[];
}

/** In the order of the manual. */
export const SWITCHES: Readonly<Record<SwitchName, Switch>> = {
  flanks: {
    label: "Flanks",
    hint: "What surrounds SSRs that all genomes have",
    topic: "flanks",
    isOnAtFirst: false,
    sent: ["true", "false"],
    option: ["-f"],
  },
  orient: {
    label: "Turn genomes on the other strand",
    hint: "So that the same places can be compared",
    topic: "orient",
    isOnAtFirst: true,
    sent: ["auto", "off"],
    option: ["--orient", "off"],
  },
  minisatellites: {
    label: "Longer units, 7 to 100 bp",
    hint: "At least 3 repeats, from 20 bp on 2",
    topic: "minisatellites",
    isOnAtFirst: false,
    sent: ["true", "false"],
    option: ["--minisatellites"],
  },
  loci: {
    label: "Locus catalogue",
    hint: "Repeat numbers of all genomes, by place",
    topic: "loci",
    isOnAtFirst: true,
    sent: ["true", "false"],
    option: ["--no-loci"],
  },
};

export const SWITCH_NAMES = Object.keys(SWITCHES) as SwitchName[];

/** What is on if nothing was changed. */
export function firstSwitches(): Record<SwitchName, boolean> {
  return fromNames((name) => SWITCHES[name].isOnAtFirst);
}

/** What was on for a job; what it does not tell of is as it is at first. */
export function switchesOf(parameters: Readonly<Record<string, unknown>>): Switches {
  return fromNames((name) => {
    const value = parameters[name];
    return value === undefined ? SWITCHES[name].isOnAtFirst : value === true || value === "auto";
  });
}

/** Whether nothing was changed. */
export function isAsAtFirst(switches: Switches): boolean {
  return SWITCH_NAMES.every((name) => switches[name] === SWITCHES[name].isOnAtFirst);
}

/** The text of one switch in the form of an analysis. */
export function sentSwitch(switches: Switches, name: SwitchName): string {
  return SWITCHES[name].sent[switches[name] ? 0 : 1];
}

/** Words of the command line, for what differs from the defaults only. */
export function switchOptions(switches: Switches): string[] {
  return SWITCH_NAMES.flatMap((name) =>
    switches[name] === SWITCHES[name].isOnAtFirst ? [] : SWITCHES[name].option,
  );
}

/** Whether this is a set of switches, all of them known. */
export function areSwitches(value: unknown): value is Switches {
  const given = value as Partial<Switches> | null | undefined;
  return SWITCH_NAMES.every((name) => typeof given?.[name] === "boolean");
}

function fromNames(isOn: (name: SwitchName) => boolean): Record<SwitchName, boolean> {
  return Object.fromEntries(SWITCH_NAMES.map((name) => [name, isOn(name)])) as Record<
    SwitchName,
    boolean
  >;
}
