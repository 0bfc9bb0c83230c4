import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron'
import type { Snapshot } from '../../shared/snapshot.ts'
import { statusLine, trayMenu, type TrayCommand, type TrayItem } from './tray-menu.ts'

/** The tray icon with its menu: a rendering of the snapshot. */
export interface AppTray {
  readonly render: (snapshot: Snapshot) => void
  readonly close: () => void
}

/** Puts the icon up. `icon` is a PNG's path; a `…@2x` twin beside it is found by Electron. */
export function createTray(icon: string, run: (command: TrayCommand) => void): AppTray {
  const image = nativeImage.createFromPath(icon)
  image.setTemplateImage(process.platform === 'darwin')
  const tray = new Tray(image)
  let drawn = ''
  return {
    render: (snapshot) => {
      const items = trayMenu(snapshot)
      // A download changes the snapshot many times a second; the menu rarely changes with it.
      const drawing = JSON.stringify(items)
      if (drawing === drawn || tray.isDestroyed()) return
      drawn = drawing
      tray.setToolTip(`Hubkey — ${statusLine(snapshot)}`)
      tray.setContextMenu(Menu.buildFromTemplate(items.map((item) => toTemplate(item, run))))
    },
    close: () => {
      tray.destroy()
    },
  }
}

function toTemplate(
  item: TrayItem,
  run: (command: TrayCommand) => void,
): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' }
    case 'label':
      return { label: item.label, enabled: false }
    case 'submenu':
      return { label: item.label, submenu: item.items.map((child) => toTemplate(child, run)) }
    case 'command':
      return {
        label: item.label,
        click: () => {
          run(item.does)
        },
      }
  }
}
