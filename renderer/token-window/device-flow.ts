import { create } from 'zustand'
import type { DeviceLoginView } from '../../shared/domain/device-login.ts'
import type { AppError } from '../../shared/errors.ts'
import type { Result } from '../../shared/result.ts'
import { client } from '../client.ts'
import { detach } from '../detach.ts'
import { useConnection } from '../state/snapshot.ts'
import { closeSoon, discard } from './flow.ts'
import { useIntent } from './intent.ts'

interface DeviceFlow {
  /** `kept`: the user has agreed, and main holds the log-in until it can be stored. */
  readonly step: 'off' | 'beginning' | 'waiting' | 'kept' | 'failed' | 'done'
  /** What the user has to type, and where; null until main has it. */
  readonly login: DeviceLoginView | null
  readonly error: AppError | null
  /** No application is named, or the user's own one is refused: it is asked for. */
  readonly needsClientId: boolean
  readonly isCopied: boolean
  /** The account that it became. */
  readonly account: string | null
}

const off: DeviceFlow = {
  step: 'off',
  login: null,
  error: null,
  needsClientId: false,
  isCopied: false,
  account: null,
}

/** Where the user is on the road of a log-in by the browser. */
export const useDeviceFlow = create<DeviceFlow>(() => off)

/** Tells the latest log-in from earlier ones, whose late answers are not wanted. */
let latest = 0

/** Asks for a code and waits until the user has typed it in the browser. A second click changes nothing. */
export function beginDeviceLogin(): void {
  const { step } = useDeviceFlow.getState()
  if (step === 'beginning' || step === 'waiting') return
  discard()
  useDeviceFlow.setState({ ...off, step: 'beginning' })
  latest += 1
  const mine = latest
  const { provider, replaces } = useIntent.getState().intent
  const account = replaces === null ? {} : { account: replaces }
  detach(
    client['device.begin']({ provider, ...account }).then((begun) => {
      if (mine === latest) takeCode(begun)
      // Left while main was asking for the code.
      else if (begun.ok) detach(client['device.cancel']({ device: begun.value.id }))
    }),
  )
}

/** Keeps the id of the user's own OAuth application, then begins with it. */
export function beginAs(oauthClientId: string): void {
  detach(
    client['settings.update']({ oauthClientId }).then((kept) => {
      if (kept.ok) beginDeviceLogin()
      else useDeviceFlow.setState({ error: kept.error })
    }),
  )
}

/** Gives the log-in up, whichever way it stands. */
export function leaveDeviceLogin(): void {
  const { login, step } = useDeviceFlow.getState()
  latest += 1
  useDeviceFlow.setState(off)
  const isHeld = step === 'waiting' || step === 'kept'
  if (login !== null && isHeld) detach(client['device.cancel']({ device: login.id }))
}

/** Opens the address at which the code is to be typed. */
export function openDevicePage(): void {
  tell((device) => client['device.open']({ device }))
}

/** Main writes the code to the clipboard. */
export function copyDeviceCode(): void {
  tell(
    (device) => client['device.copy']({ device }),
    () => {
      useDeviceFlow.setState({ isCopied: true })
    },
  )
}

function takeCode(begun: Result<DeviceLoginView>): void {
  if (!begun.ok) {
    fail(begun.error)
    return
  }
  waitFor(begun.value)
}

/** Once more into the place that did not take a log-in. */
export function storeKept(): void {
  const { step, login } = useDeviceFlow.getState()
  if (step === 'kept' && login !== null) waitFor(login)
}

function waitFor(login: DeviceLoginView): void {
  useDeviceFlow.setState((before) => ({
    step: before.step === 'kept' ? 'kept' : 'waiting',
    login,
    error: null,
  }))
  detach(
    client['device.wait']({ device: login.id }).then((result) => {
      if (useDeviceFlow.getState().login?.id !== login.id) return
      if (result.ok) {
        useDeviceFlow.setState({ ...off, step: 'done', account: result.value.account })
        closeSoon()
      } else if (result.error.code === 'device-not-stored') {
        useDeviceFlow.setState({ ...off, step: 'kept', login, error: result.error })
      } else fail(result.error)
    }),
  )
}

function fail(error: AppError): void {
  const chosen = useConnection.getState().snapshot?.settings.oauthClientId ?? null
  const needsClientId =
    error.code === 'oauth-no-client' || (error.code === 'oauth-client-refused' && chosen !== null)
  useDeviceFlow.setState({ ...off, step: 'failed', error, needsClientId })
}

function tell(verb: (device: string) => Promise<Result<void>>, then?: () => void): void {
  const { login } = useDeviceFlow.getState()
  if (login === null) return
  detach(
    verb(login.id).then((result) => {
      if (useDeviceFlow.getState().login?.id !== login.id) return
      if (result.ok) then?.()
      else useDeviceFlow.setState({ error: result.error })
    }),
  )
}
