/**
 * Loaded into a measured app with `-r`, the same for each: prints when a window was first painted and
 * when its largest content stood there, in milliseconds since the epoch. The app itself is not changed by being measured.
 */
'use strict'

const { app } = require('electron')

const observe = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const paint = list.getEntriesByName('first-contentful-paint')[0]
    if (paint) resolve(performance.timeOrigin + paint.startTime)
  }).observe({ type: 'paint', buffered: true })
})`

/** The first paint may be an empty frame of the page; this is when its main content stood there. */
const observeContent = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    resolve(performance.timeOrigin + list.getEntries().at(-1).startTime)
  }).observe({ type: 'largest-contentful-paint', buffered: true })
})`
const contentSettlesMs = 2500

app.on('web-contents-created', (_event, contents) => {
  const print = (what, script) => {
    contents.executeJavaScript(script).then(
      (time) => process.stdout.write(`${what} ${time}\n`),
      () => {},
    )
  }
  contents.once('dom-ready', () => {
    print('painted', observe)
    setTimeout(() => print('content', observeContent), contentSettlesMs)
  })
})
