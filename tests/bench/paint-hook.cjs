/**
 * Loaded into a measured app with `-r`, the same for each: prints when a window's content was first
 * painted, in milliseconds since the epoch. The app itself is not changed by being measured.
 */
'use strict'

const { app } = require('electron')

const observe = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const paint = list.getEntriesByName('first-contentful-paint')[0]
    if (paint) resolve(performance.timeOrigin + paint.startTime)
  }).observe({ type: 'paint', buffered: true })
})`

app.on('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', () => {
    contents.executeJavaScript(observe).then(
      (time) => process.stdout.write(`painted ${time}\n`),
      () => {},
    )
  })
})
