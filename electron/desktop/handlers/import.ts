import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { HubkeyApp } from '../../app/create-app.ts'

type ImportHandlers = Pick<
  Handlers,
  'import.list' | 'import.pick-file' | 'import.take' | 'import.remove'
>

interface ImportHandlersNeeds extends Pick<HubkeyApp, 'imports' | 'envPlaces'> {
  /** Lets the user choose a file; null when they did not. */
  readonly pickFile: () => Promise<string | null>
}

/** The channels about tokens that other tools hold. */
export function importHandlers({
  imports,
  envPlaces,
  pickFile,
}: ImportHandlersNeeds): ImportHandlers {
  return {
    'import.list': async () => imports.list(),
    'import.pick-file': async () => {
      const path = await pickFile()
      if (path !== null) envPlaces.addFile(path)
      return { picked: path !== null }
    },
    'import.take': async ({ token, account }) => imports.take(token, account),
    'import.remove': async ({ token }) => imports.remove(token),
  }
}
