import { createApp, type HubkeyApp } from '../app/create-app.ts'
import type { Context } from './context.ts'

/** The runs of this machine as the ledger knows them, after sweeping what a crash left behind. */
export async function openRuns(context: Context): Promise<HubkeyApp['launcher']> {
  const { launcher } = createCliApp(context, false)
  await launcher.sweep()
  return launcher
}

/** The application as a command needs it: no window to show settings or answers in. */
export function createCliApp({ core, output }: Context, detached: boolean): HubkeyApp {
  return createApp(core, {
    version: '',
    settings: { theme: 'system' },
    owner: 'cli',
    detached,
    onNotice: (sentence) => {
      output.notice(sentence)
    },
    onChatPiece: () => undefined,
  })
}
