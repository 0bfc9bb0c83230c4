/** What Hubkey is measured against: a tray, and a window with an empty React page. Nothing else. */
'use strict'

const { app, BrowserWindow, Menu, Tray } = require('electron')
const path = require('node:path')

app.setPath('userData', process.env.BARE_USER_DATA)
app.on('window-all-closed', () => {})
void app.whenReady().then(() => {
  const tray = new Tray(process.env.BARE_ICON)
  tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Quit', click: () => app.quit() }]))
  globalThis.tray = tray
  if (process.argv.includes('--hidden')) return
  const window = new BrowserWindow({
    width: 940,
    height: 640,
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadFile(path.join(__dirname, 'page', 'index.html'))
})
