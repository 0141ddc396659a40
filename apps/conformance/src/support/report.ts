import { runChecks, supportReport, type CreateBackend, type SupportReport } from "@nn/backend-conformance";

/** What became of every check of an operation on a backend. */
export async function reportOf(name: string, create: CreateBackend): Promise<SupportReport> {
  return supportReport(await runChecks(name, create, { filter: ({ covers }) => covers !== undefined }));
}
