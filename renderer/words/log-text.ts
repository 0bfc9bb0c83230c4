const terminalCodes = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?)/g

/** A log line without the colour and cursor codes that only a terminal understands. */
export function plainText(line: string): string {
  return line.replace(terminalCodes, '')
}
