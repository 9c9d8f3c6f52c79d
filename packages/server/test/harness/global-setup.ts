import type { TestProject } from 'vitest/node';

/** Starts the database of the run, unless only pure tests run. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const { vitest } = project;
  const specifications = vitest.state.getPaths().flatMap((path) => vitest.getModuleSpecifications(path));
  if (specifications.every((specification) => specification.project.name === 'pure')) return undefined;
  // Imported here: loading the server takes longer than a pure test.
  const { startDatabase } = await import('./database.js');
  return startDatabase(project);
}
