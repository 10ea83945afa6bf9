// Compares the public API of every entry with its report in docs/api; with --update, writes the reports anew.
import { mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
} from "@microsoft/api-extractor";
import { readEntries, root } from "./entries.ts";

/** What the first entry exports; the others need not export it again. */
let mainNames: ReadonlySet<string> | undefined;
const update = process.argv.includes("--update");
const configPath = join(root, "api-extractor.json");

for (const entry of readEntries()) {
  const configObject = ExtractorConfig.loadFile(configPath);
  configObject.mainEntryPointFilePath = entry.types;
  if (configObject.apiReport) {
    configObject.apiReport.reportFileName = `${entry.specifier.replaceAll("/", "-")}.api.md`;
  }
  const config = ExtractorConfig.prepare({
    configObject,
    configObjectFullPath: configPath,
    packageJsonFullPath: join(root, "package.json"),
  });
  if (update) mkdirSync(config.reportFolder, { recursive: true });
  const messageCallback = (message: ExtractorMessage): void => {
    if (isOfMain(message)) message.logLevel = ExtractorLogLevel.None;
  };
  const result = Extractor.invoke(config, {
    localBuild: update,
    showVerboseMessages: false,
    messageCallback,
  });
  if (mainNames === undefined) mainNames = namesIn(readFileSync(config.reportFilePath, "utf8"));
  console.log(
    `${entry.specifier}: ${basename(config.reportFilePath)} ${result.apiReportChanged ? "changed" : "is current"}`,
  );
  if (!result.succeeded) process.exitCode = 1;
}
if (process.exitCode === 1)
  console.error("If the change is meant, run `npm run api` and review the report's diff.");

/** The names exported by the entry of a report. */
function namesIn(report: string): ReadonlySet<string> {
  const pattern = /^export (?:declare )?(?:abstract )?(?:class|const|function|interface|type) (\w+)/gmu;
  return new Set(Array.from(report.matchAll(pattern), ([, name = ""]) => name));
}

/** Whether it says that an entry uses a name without exporting it, and the main entry exports that. */
function isOfMain({ messageId, text }: ExtractorMessage): boolean {
  const name = /^The symbol "(\w+)" needs to be exported/u.exec(text)?.[1] ?? "";
  return messageId === "ae-forgotten-export" && mainNames?.has(name) === true;
}
