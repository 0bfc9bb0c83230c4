import { clipboard, shell } from 'electron'
import { providerFacts } from '../../../shared/domain/provider.ts'
import type { Snippet } from '../../../shared/domain/snippet.ts'
import type { RunId } from '../../../shared/domain/run.ts'
import { errors, fail } from '../../../shared/errors.ts'
import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { HubkeyApp } from '../../app/create-app.ts'
import { hostedFacts, isHosted } from '../../launcher/engines/hosted.ts'
import { countBefore, readBefore } from '../../launcher/read-output.ts'
import { findRunFolder } from '../../launcher/run-folder.ts'
import { servedModel } from '../../launcher/served-model.ts'
import { snippetOf } from '../../launcher/snippets.ts'

type RunHandlers = Pick<
  Handlers,
  | 'run.launch'
  | 'run.stop'
  | 'run.restart'
  | 'run.log'
  | 'run.log-page'
  | 'run.log-before'
  | 'run.figures'
  | 'run.copy'
  | 'run.open-folder'
  | 'run.forget'
>

/** What a window does with servers. */
export function runHandlers(app: HubkeyApp): RunHandlers {
  const { launcher, sampler } = app
  return {
    'run.launch': async (request) => launcher.launch(request),
    'run.stop': async ({ run }) => launcher.stop(run),
    'run.restart': async ({ run }) => launcher.restart(run),
    'run.log': ({ run, after }) => launcher.log(run, after),
    'run.log-page': async ({ run, before }) =>
      (await readBefore(run, before, app.core.ports.paths)) ?? [],
    'run.log-before': async ({ run, seq }) => ({
      lines: await countBefore(run, seq, app.core.ports.paths),
    }),
    'run.figures': () => [...sampler.figures],
    'run.copy': async ({ run, what }) => copySnippet(app, run, what),
    'run.open-folder': async ({ run }) => openFolder(app, run),
    'run.forget': ({ run }) => {
      launcher.forget(run)
    },
  }
}

/** Puts a text about a ready server on the clipboard; the tray and the window both offer it. */
export async function copySnippet(
  { state, core }: Pick<HubkeyApp, 'state' | 'core'>,
  id: RunId,
  what: Snippet,
): Promise<void> {
  const run = state.get().runs.find((one) => one.id === id)
  if (run?.url == null) throw fail(errors.runNotReady())
  const { repo, url, engine } = run
  const provider = isHosted(engine) ? hostedFacts[engine].provider : null
  const keyIn = provider === null ? null : providerFacts[provider].environment[0]
  // A server elsewhere would want a key for its list, and was launched by its own name.
  const isKnown = what === 'address' || provider !== null
  const model = isKnown ? repo : await servedModel({ repo, url }, core.ports.fetch)
  await clipboard.writeText(snippetOf(what, { url, model, keyIn }))
}

/** The folder is found by the run's id; a window cannot name a path. */
async function openFolder({ core }: Pick<HubkeyApp, 'core'>, id: RunId): Promise<void> {
  const folder = await findRunFolder(core.ports.paths, id)
  if (folder === null) throw fail(errors.runFolderMissing(id))
  const problem = await shell.openPath(folder)
  if (problem !== '') throw fail(errors.folderNotOpened(folder, problem))
}
