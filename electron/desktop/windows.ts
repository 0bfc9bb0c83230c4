import { BrowserWindow, nativeTheme } from 'electron'
import { setTimeout as wait } from 'node:timers/promises'
import type { Settings } from '../../shared/domain/settings.ts'
import type { EventName } from '../../shared/ipc/channels.ts'
import type { EventPayload, View } from '../../shared/ipc/events.ts'
import { appOrigin } from './app-origin.ts'

/** The two windows: the main one with its pages, and the small one that takes a token. */
export interface Windows {
  /** `logIn` says whose token the small window takes; without it, a new one of Hugging Face. */
  readonly show: (view: View, logIn?: LogInIntent) => void
  /** Sends an event to every open window that is not hidden. */
  send<E extends EventName>(event: E, payload: EventPayload<E>): void
  /** Resolves when every window that was asked for so far stands there, or soon after it failed to. */
  settled(): Promise<void>
  closeLogIn(): void
}

/** Whose token is wanted: a new one, or one in the place of a stored account's; and how it is had. */
export interface LogInIntent {
  readonly provider: string
  readonly replaces?: string | undefined
  readonly by?: 'browser' | undefined
}

interface WindowsNeeds {
  readonly preload: string
  readonly icon: string
  readonly onMainClosed: () => void
  /** Called when the small window is gone, however it was closed. */
  readonly onLogInClosed: () => void
  /** Called for Ctrl+Q; on macOS the menu has the key. */
  readonly onQuitKeys: () => void
}

const backgrounds = { light: '#f6f6f4', dark: '#17191b' } as const

/** Creates the windows' keeper. A closed window is gone with its renderer, so an idle tray stays small. */
export function createWindows(needs: WindowsNeeds): Windows {
  let main: BrowserWindow | null = null
  let token: BrowserWindow | null = null
  const open = (): BrowserWindow[] =>
    [main, token].filter((window) => window !== null && !window.isDestroyed()) as BrowserWindow[]

  const showMain = (view: Exclude<View, 'log-in'>): void => {
    if (main !== null) {
      main.webContents.send('navigate', { view })
      reveal(main)
      return
    }
    main = createWindow(needs, { width: 940, height: 640, minWidth: 640, minHeight: 420 })
    main.on('closed', () => {
      main = null
      needs.onMainClosed()
    })
    load(main, `index.html#${view}`)
  }
  const showToken = (logIn: LogInIntent): void => {
    const page = `token.html${hashOf(logIn)}`
    if (token !== null) {
      // Only the address's last part changes; the page hears of it and begins anew.
      load(token, page)
      reveal(token)
      return
    }
    token = createWindow(needs, {
      width: 452,
      height: 520,
      resizable: false,
      maximizable: false,
      fullscreenable: false,
    })
    token.on('closed', () => {
      token = null
      needs.onLogInClosed()
    })
    load(token, page)
  }
  return {
    show: (view, logIn = { provider: 'huggingface' }) => {
      if (view === 'log-in') showToken(logIn)
      else showMain(view)
    },
    send: (event, payload) => {
      for (const window of open()) {
        if (!window.webContents.isDestroyed()) window.webContents.send(event, payload)
      }
    },
    settled: async () => {
      if (open().length === 0) return
      await Promise.all(open().map(whenShown))
      // Its first frame reaches the screen just after it is shown.
      await wait(firstFrameMs)
    },
    closeLogIn: () => {
      token?.close()
    },
  }
}

/** Makes native parts (scrollbars, title bar) follow the chosen theme. */
export function applyTheme(theme: Settings['theme']): void {
  nativeTheme.themeSource = theme
}

/** `#ngc`, `#huggingface/laptop`, `#huggingface//browser`: what the page reads its intent from. */
function hashOf({ provider, replaces, by }: LogInIntent): string {
  const parts = [provider, replaces ?? '', by ?? '']
  return `#${parts.map(encodeURIComponent).join('/').replace(/\/+$/, '')}`
}

/** A page that cannot be loaded leaves an empty window; closing it lets the next click try again. */
function load(window: BrowserWindow, page: string): void {
  window.loadURL(`${appOrigin}/${page}`).catch(() => {
    if (!window.isDestroyed()) window.destroy()
  })
}

/** Milliseconds in which a shown window has its first frame on the screen. */
const firstFrameMs = 60
/** A page that paints nothing must not hold the rest up for longer than so many milliseconds. */
const showLimitMs = 1500

async function whenShown(window: BrowserWindow): Promise<void> {
  if (window.isVisible()) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, showLimitMs)
    window.once('show', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function reveal(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function createWindow(
  { preload, icon, onQuitKeys }: WindowsNeeds,
  size: Electron.BrowserWindowConstructorOptions,
): BrowserWindow {
  const window = new BrowserWindow({
    ...size,
    show: false,
    icon,
    title: 'Hubkey',
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  })
  window.setMenu(null)
  window.webContents.on('before-input-event', (event, { type, key, control, alt, shift, meta }) => {
    const isPlain = type === 'keyDown' && control && !alt && !shift && !meta
    if (!isPlain || key.toLowerCase() !== 'q' || process.platform === 'darwin') return
    event.preventDefault()
    onQuitKeys()
  })
  window.once('ready-to-show', () => {
    window.show()
  })
  return window
}
