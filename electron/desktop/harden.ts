import type { App, Session } from 'electron'
import { appOrigin, originOf } from './app-origin.ts'

/** Closes every door of Electron that Hubkey does not use, for all pages now and later. */
export function harden(app: App, session: Session): void {
  denyPermissions(session)
  denyForeignRequests(session)
  app.on('web-contents-created', (_event, contents) => {
    // A page of ours never leaves its origin; links go through `link.open`.
    contents.on('will-navigate', (event) => {
      if (originOf(event.url) !== appOrigin) event.preventDefault()
    })
    contents.on('will-redirect', (event) => {
      if (originOf(event.url) !== appOrigin) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => {
      event.preventDefault()
    })
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** The pages need no camera, no notification, no clipboard: main does what is needed. */
function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}

/** Pages load from our scheme and nothing else: no network, no spell-check dictionaries. */
function denyForeignRequests(session: Session): void {
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest((details, answer) => {
    const own = originOf(details.url) === appOrigin
    const harmless = details.url.startsWith('data:') || details.url.startsWith('devtools:')
    answer({ cancel: !own && !harmless })
  })
}
