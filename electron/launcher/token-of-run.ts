import type { Engine } from './engines/engine.ts'
import type { LauncherNeeds, LaunchSecret } from './needs.ts'
import { fileProvider, type RunRecord } from './run-record.ts'
import type { Run } from './run.ts'
import { createTokenFile, type TokenFile } from './token-file.ts'

/** The Hub's token in a file, where that was asked for and there is one. Throws as `createTokenFile` does. */
export async function tokenFileFor(
  { rereadsToken }: Engine,
  run: Run,
  secrets: readonly LaunchSecret[],
  { env }: LauncherNeeds,
): Promise<TokenFile | null> {
  const found = secrets.find(({ held }) => held.provider === fileProvider)
  if (!rereadsToken || run.request.settings?.token !== 'file' || found === undefined) return null
  return await createTokenFile({ run: run.id, secret: found.secret }, { env })
}

/** Puts the token that is in force now into the file of a running server. One that went leaves it as it is. */
export async function refreshToken(
  run: Run,
  secrets: readonly LaunchSecret[],
  { record, tokenFile }: { readonly record: RunRecord; readonly tokenFile: TokenFile },
): Promise<void> {
  const found = secrets.find(({ held }) => held.provider === fileProvider)
  const before = run.view.holds.find(({ provider }) => provider === fileProvider)
  if (found === undefined || found.held.fingerprint === before?.fingerprint) return
  await tokenFile.write(found.secret)
  const others = run.view.holds.filter(({ provider }) => provider !== fileProvider)
  run.holds(run.view.secrets, [...others, found.held])
  await record.changed()
}
