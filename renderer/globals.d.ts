import type { Bridge } from '../shared/ipc/bridge.ts'

declare global {
  interface Window {
    /** Put there by the preload script; missing when the page is opened outside of Hubkey. */
    readonly hubkey?: Bridge
  }
}
