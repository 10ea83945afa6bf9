// Compares the public API of every entry with its report in docs/api; with --update, writes the reports anew.
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { readEntries, root } from "./entries.ts";

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
  const result = Extractor.invoke(config, { localBuild: update, showVerboseMessages: false });
  console.log(
    `${entry.specifier}: ${basename(config.reportFilePath)} ${result.apiReportChanged ? "changed" : "is current"}`,
  );
  if (!result.succeeded) process.exitCode = 1;
}
if (process.exitCode === 1)
  console.error("If the change is meant, run `npm run api` and review the report's diff.");
