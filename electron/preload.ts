import { contextBridge, ipcRenderer } from 'electron'
import type { Bridge } from '../shared/ipc/bridge.ts'
import { channels, events } from '../shared/ipc/channels.ts'

const knownChannels: ReadonlySet<string> = new Set(channels)
const knownEvents: ReadonlySet<string> = new Set(events)

/** The page's only way out. It passes data; no Electron object and no event ever reaches the page. */
const bridge: Bridge = {
  invoke: async (channel, input) => {
    if (!knownChannels.has(channel)) throw new Error('Unknown channel.')
    return ipcRenderer.invoke(channel, input) as Promise<unknown>
  },
  on: (event, listener) => {
    if (!knownEvents.has(event)) throw new Error('Unknown event.')
    const forward = (_event: unknown, payload: unknown): void => {
      listener(payload)
    }
    ipcRenderer.on(event, forward)
    return () => {
      ipcRenderer.off(event, forward)
    }
  },
}

contextBridge.exposeInMainWorld('hubkey', bridge)
