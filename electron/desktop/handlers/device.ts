import { clipboard } from 'electron'
import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { HubkeyApp } from '../../app/create-app.ts'
import { openLogInPage } from '../open-link.ts'

type DeviceHandlers = Pick<
  Handlers,
  'device.begin' | 'device.wait' | 'device.cancel' | 'device.open' | 'device.copy'
>

/** The channels about logging in by the browser. */
export function deviceHandlers({ devices }: Pick<HubkeyApp, 'devices'>): DeviceHandlers {
  return {
    'device.begin': async (wish) => devices.begin(wish),
    'device.wait': async ({ device }) => devices.wait(device),
    'device.cancel': ({ device }) => {
      devices.cancel(device)
    },
    'device.open': async ({ device }) => openLogInPage(devices.view(device)),
    'device.copy': async ({ device }) => {
      await clipboard.writeText(devices.view(device).userCode)
    },
  }
}
