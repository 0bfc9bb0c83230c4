import type { Page } from '@playwright/test'
import type { View } from '../../../shared/ipc/events.ts'
import type { Snapshot } from '../../../shared/snapshot.ts'
import type { FakeBridge } from '../../fixtures/fake-bridge.ts'

/** A window in a state worth looking at: drawn in both themes, measured, and kept as a picture. */
export interface Scene {
  readonly name: string
  readonly window: View
  /** What the token window is opened for; otherwise for a new token of Hugging Face. */
  readonly intent?: string
  readonly facts?: Partial<Snapshot>
  /** What main answers here. */
  readonly replies?: (bridge: FakeBridge) => void
  /** What the user does to get here. */
  readonly act?: (page: Page, bridge: FakeBridge) => Promise<void>
}

/** The scenes of one page or window; each is named after it. */
export function scenesOf(window: View, scenes: readonly Omit<Scene, 'window'>[]): readonly Scene[] {
  return scenes.map((scene) => ({ ...scene, window, name: `${window}-${scene.name}` }))
}
