import { errors, fail } from '../../../shared/errors.ts'
import { loginErrors } from '../../../shared/login-errors.ts'
import { loggedOut, unlocked } from '../../fixtures/fake-bridge-world.ts'
import { deviceLogin, endedLogIn } from '../../fixtures/fake-log-ins.ts'
import { scenesOf } from './scene.ts'

/** The log-in by the browser, and an account of which it has ended. */
export const deviceScenes = [
  ...scenesOf('log-in', [
    {
      name: 'by-browser',
      intent: 'huggingface//browser',
      facts: { providers: [loggedOut] },
      replies: (bridge) =>
        bridge
          .reply('device.begin', deviceLogin)
          .reply('device.wait', () => new Promise<never>(() => undefined)),
      act: async (page) => {
        await page.getByText(deviceLogin.userCode).waitFor()
      },
    },
    {
      name: 'by-browser-not-stored',
      intent: 'huggingface//browser',
      facts: {
        providers: [loggedOut],
        keyring: {
          ...unlocked,
          state: 'locked',
          sentence: 'The keyring is locked. Unlock it to read or save tokens; nothing is lost.',
          store: { kind: 'none' },
        },
      },
      replies: (bridge) =>
        bridge
          .reply('device.begin', deviceLogin)
          .reply('device.wait', fail(loginErrors.notStored(errors.keyringLocked()))),
      act: async (page) => {
        await page.getByRole('button', { name: 'Store it' }).waitFor()
      },
    },
    {
      name: 'by-browser-no-application',
      intent: 'huggingface//browser',
      facts: { providers: [loggedOut] },
      replies: (bridge) => bridge.reply('device.begin', fail(loginErrors.noClient())),
      act: async (page) => {
        await page.getByLabel('Client id of your application').waitFor()
      },
    },
  ]),
  ...scenesOf('tokens', [{ name: 'log-in-ended', facts: { providers: [endedLogIn] } }]),
]
