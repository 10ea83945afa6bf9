import { describe, expect, it } from "vitest";
import { anyOf, attributeIs, hasAttribute, not, uniqueBy } from "../../../src/index.ts";
import type { MarathonApp } from "../../../src/mesos/marathon/definition.ts";
import { marathonTasks } from "../../../src/mesos/marathon/tasks.ts";
import { offerOf, placesOf, refusalText, roundOver } from "../../support/build.ts";
import { appTask } from "./definitions.ts";

describe("marathonTasks", () => {
  it("throws for what is no definition at all", () => {
    expect(refusalText(() => marathonTasks(JSON.parse("[]")))).toBe(
      "definition is an array of 0, expected an object",
    );
  });
});

describe("the options", () => {
  it("name the role of what names none", () => {
    const apps = [{}, { role: "dev" }, { acceptedResourceRoles: ["*", "prod"] }];
    const tasks = apps.flatMap((fields) => marathonTasks({ id: "/web", ...fields }, { role: "prod" }));
    expect(tasks.map(({ role }) => role)).toEqual(["prod", "dev", "prod"]);
    expect(appTask({ acceptedResourceRoles: ["*"] })).not.toHaveProperty("role");
  });

  it("keep what does not ask for a region in the local one, and where there is none", () => {
    const regions = [{ "@region": "east" }, { "@region": "west" }, {}];
    const offers = regions.map((attributes, i) => offerOf(i + 1, { attributes, ports: [[1, 1]] }));
    const placesIn = (app: MarathonApp) =>
      Object.values(
        placesOf(roundOver(offers, marathonTasks({ ...app, instances: 3 }, { localRegion: "west" }))),
      );
    expect(placesIn({ id: "/web" })).toEqual(["a2", "a3"]);
    expect(placesIn({ id: "/web", constraints: [["@region", "IS", "east"]] })).toEqual(["a1"]);
    expect(placesIn({ id: "/web", constraints: [["@region", "UNIQUE"]] })).toEqual(["a1", "a2"]);
    const [task] = marathonTasks(
      { id: "/web", constraints: [["hostname", "UNIQUE"]] },
      { localRegion: "west" },
    );
    expect(task?.constraints).toStrictEqual([
      uniqueBy("hostname"),
      anyOf(not(hasAttribute("@region")), attributeIs("@region", "west")),
    ]);
  });

  it.each<[unknown, string]>([
    [7, "options is 7, expected an object"],
    [{ role: "" }, 'options.role is "", expected a non-empty string'],
    [{ localRegion: 7 }, "options.localRegion is 7, expected a non-empty string"],
  ])("%j throw: %s", (options, text) => {
    expect(refusalText(() => marathonTasks({ id: "/web" }, JSON.parse(JSON.stringify(options))))).toBe(text);
  });
});
