package io.patchwork.worker.proposal;

/** The head of a page with its style; nothing is loaded from elsewhere. */
final class PageStyle {

  static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Draft proposal</title>
      <style>
      :root { color-scheme: light dark; --ink: #1c1b19; --paper: #fdfcfa; --soft: #5c5954;
        --line: #d9d5cd; --band: #f3f0ea; --mark: #8a3b00; }
      @media (prefers-color-scheme: dark) { :root { --ink: #eceae6; --paper: #171614;
        --soft: #aaa69e; --line: #3a3834; --band: #23211e; --mark: #ffb27a; } }
      * { box-sizing: border-box; }
      body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 78rem; color: var(--ink);
        background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
      h1 { margin: 0; font-size: 2rem; line-height: 1.2; }
      h2 { margin: 2.5rem 0 .5rem; font-size: 1.25rem; }
      p { margin: .25rem 0 .75rem; max-width: 48rem; }
      section > p { color: var(--soft); }
      .draft { margin: 1rem 0; padding: .75rem 1rem; max-width: none; border: 2px solid var(--mark); }
      .draft strong { margin-inline-end: .5rem; color: var(--mark); letter-spacing: .08em; }
      dl { display: flex; flex-wrap: wrap; gap: .75rem 2.5rem; margin: 1rem 0 0; }
      dt { color: var(--soft); font-size: .8125rem; }
      dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
      code { font: .8125em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; color: var(--soft); }
      .wide { overflow-x: auto; }
      table { width: 100%; border-collapse: collapse; font-size: .875rem; }
      th, td { padding: .4rem .6rem; text-align: start; vertical-align: top;
        border-bottom: 1px solid var(--line); font-weight: 400; overflow-wrap: anywhere; min-width: 4rem; }
      thead th { color: var(--soft); border-bottom: 2px solid var(--line); }
      tbody th { min-width: 9rem; font-weight: 600; }
      tbody th code { font-weight: 400; }
      .who th { padding-top: .9rem; background: var(--band); }
      .n { text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums; }
      @media print { :root { color-scheme: light; --ink: #000; --paper: #fff; --soft: #444;
          --line: #bbb; --band: #f3f3f3; --mark: #000; }
        @page { size: A4 landscape; margin: 14mm; }
        body { padding: 0; max-width: none; font-size: 11px; }
        table { font-size: 10px; } .wide { overflow: visible; }
        thead { display: table-header-group; } tr { break-inside: avoid; }
        h2, .who { break-after: avoid; } }
      </style>
      </head>
      """;

  private PageStyle() {}
}
