import { clipboard, shell } from 'electron'
import type { Channel } from '../../../shared/ipc/channels.ts'
import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { HubkeyApp } from '../../app/create-app.ts'

type WhereHandlers = Pick<Handlers, Extract<Channel, `where.${string}` | `doctor.${string}`>>

interface WhereHandlersNeeds extends Pick<HubkeyApp, 'whereDesk' | 'envPlaces'> {
  /** Lets the user choose a folder; null when they did not. */
  readonly pickFolder: () => Promise<string | null>
}

/** The channels about where tokens lie, and about what is wrong with that. */
export function whereHandlers({
  whereDesk,
  envPlaces,
  pickFolder,
}: WhereHandlersNeeds): WhereHandlers {
  return {
    'where.look': async ({ verify }) => whereDesk.look(verify),
    'where.pick-folder': async () => {
      const path = await pickFolder()
      if (path !== null) await envPlaces.addFolder(path)
      return { picked: path !== null }
    },
    'where.forget-folder': async ({ folder }) => envPlaces.forgetFolder(folder),
    'where.clear': async ({ copy }) => whereDesk.clear(copy),
    'where.tighten': async ({ copy }) => whereDesk.tighten(copy),
    'where.show-file': ({ copy }) => {
      shell.showItemInFolder(whereDesk.fileOf(copy))
    },
    'doctor.visit': async () => whereDesk.visit(),
    'doctor.fix': async ({ agreed }) => whereDesk.fix(agreed),
    'doctor.copy-report': async () => {
      const report = await whereDesk.report()
      await clipboard.writeText(report)
      return { report }
    },
  }
}
