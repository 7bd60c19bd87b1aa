import { expect, test } from "vitest";
import openapi from "../../../openapi.json";
import { firstSwitches, SWITCH_NAMES, SWITCHES, sentSwitch, switchesOf } from "./switches";

const { properties } =
  openapi.paths["/analyze_ssr"].post.requestBody.content["multipart/form-data"].schema;

test("what is on at first is on at first for the server too", () => {
  for (const name of SWITCH_NAMES) {
    expect(sentSwitch(firstSwitches(), name), name).toBe(properties[name].default);
  }
});

test("the server takes both positions of every switch", () => {
  for (const name of SWITCH_NAMES) {
    for (const text of SWITCHES[name].sent) expect(properties[name].enum).toContain(text);
  }
});

test("a job has its switches as it was run", () => {
  const parameters = { flanks: true, orient: "off", loci: false, minisatellites: true };
  expect(switchesOf(parameters)).toEqual({
    flanks: true,
    orient: false,
    loci: false,
    minisatellites: true,
  });
});

test("what a job of an older version does not tell of is as it is at first", () => {
  expect(switchesOf({ mono: 12, flanks: true })).toEqual({ ...firstSwitches(), flanks: true });
});
