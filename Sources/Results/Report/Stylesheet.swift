/// The report's look: one column of text, tables as in a printed paper, colour only where something went wrong.
enum Stylesheet {
  static let css = """
    :root { color-scheme: light dark; --ink: #1d2329; --soft: #5b6570; --line: #d9dee3; --faint: #eef1f4;
      --ground: #ffffff; --accent: #0b5c8f; --good: #1b7a4b; --bad: #b3261e; --bad-ground: #fdf3f2;
      --warn: #8a5a00; --warn-ground: #fdf8ec; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --soft: #9aa5b0; --line: #343c44; --faint: #20262c;
      --ground: #14181c; --accent: #7cc0ee; --good: #6cc796; --bad: #f2918a; --bad-ground: #2b1a1a; --warn: #e3bb6b;
      --warn-ground: #28221a; } }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body { margin: 0 auto; padding: 3.5rem 1.5rem 4rem; max-width: 80rem; background: var(--ground); color: var(--ink);
      font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif; }
    h1 { margin: .15rem 0 .35rem; font-size: 2.05rem; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; }
    h2 { margin: 0 0 1.1rem; font-size: 1.2rem; font-weight: 620; letter-spacing: -.005em; }
    a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
    code, pre { font: .875em/1.5 ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace; }
    sup { font-size: .7em; line-height: 0; }
    header { padding-bottom: 1.6rem; border-bottom: 1px solid var(--line); }
    .kicker { margin: 0; color: var(--soft); font-size: .8rem; letter-spacing: .06em; }
    .subtitle { margin: 0; max-width: 46rem; color: var(--soft); font-size: 1.08rem; }
    .facts { display: flex; flex-wrap: wrap; gap: .3rem 1.8rem; margin: 1.2rem 0 0; padding: 0; list-style: none;
      color: var(--soft); font-size: .92rem; }
    .facts b { color: var(--ink); font-weight: 620; font-variant-numeric: tabular-nums; }
    .facts .bad b, .bad { color: var(--bad); } .good { color: var(--good); }
    section { margin-top: 2.8rem; }
    .alert, .notes { margin-top: 1.8rem; padding: 1rem 1.25rem; border-left: 3px solid var(--bad);
      background: var(--bad-ground); font-size: .95rem; }
    .notes { border-color: var(--warn); background: var(--warn-ground); }
    .alert h2, .notes h2 { margin-bottom: .4rem; font-size: .95rem; color: var(--bad); } .notes h2 { color: var(--warn); }
    .alert ul, .notes ul { margin: 0; padding-left: 1.1rem; } .alert li + li { margin-top: .4rem; }
    .tag { padding: .05em .45em; border-radius: .3em; background: var(--faint); color: var(--soft); font-size: .85em; }
    figure { margin: 0 0 2.6rem; } figure:last-child { margin-bottom: 0; }
    figcaption { margin-bottom: .7rem; max-width: 52rem; color: var(--soft); font-size: .92rem; }
    figcaption b { color: var(--ink); font-weight: 620; } figcaption b::after { content: "."; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; min-width: min(100%, 40rem); border-top: 1.5px solid var(--ink);
      border-bottom: 1.5px solid var(--ink); font-size: .92rem; font-variant-numeric: tabular-nums lining-nums; }
    thead { border-bottom: 1px solid var(--ink); } tbody + tbody { border-top: 1px solid var(--line); }
    th { padding: .5rem .7rem; font-weight: 600; white-space: nowrap; vertical-align: bottom; }
    td { padding: .34rem .7rem; white-space: nowrap; }
    tbody tr:hover { background: var(--faint); }
    th:first-child, td:first-child { padding-left: .2rem; } th:last-child, td:last-child { padding-right: .5rem; }
    .left { text-align: left; } .right { text-align: right; } .missing { color: var(--soft); }
    .deviation { display: inline-block; margin-left: .35em; color: var(--soft); font-size: .86em; text-align: right; }
    td sup, th sup { display: inline-block; width: 0; overflow: visible; color: var(--accent); }
    .footnotes { margin: .6rem 0 0; padding: 0; list-style: none; color: var(--soft); font-size: .84rem; }
    .footnotes sup { color: var(--accent); }
    .remarks { display: block; margin: .6rem 0 0; color: var(--soft); font-size: .84rem; }
    .remarks dt { display: inline; margin-right: .4em; color: var(--ink); font-weight: 600; font-size: 1em; }
    .remarks dd { display: inline; margin: 0; }
    .files { margin: .6rem 0 0; font-size: .82rem; } .files a + a::before { content: "·"; margin: 0 .5em;
      color: var(--soft); }
    .drawing img { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: 4px;
      background: #fff; }
    .drawing figcaption, .grid figcaption { margin: .8rem 0 0; }
    .undrawn { margin: 0; padding: 1rem; border: 1px dashed var(--line); border-radius: 4px; color: var(--warn);
      font-size: .9rem; }
    .plate { display: grid; grid-template-columns: max-content var(--width); column-gap: .9rem; width: max-content; }
    .plate img { grid-column: 2; display: block; image-rendering: pixelated; background: #fff; }
    .column-labels { grid-column: 2; display: grid; grid-template-columns: repeat(var(--columns), 1fr); gap: 8px;
      margin-bottom: .35rem; color: var(--soft); font-size: .8rem; line-height: 1.25; text-align: center; }
    .column-labels span { align-self: end; overflow-wrap: anywhere; }
    .row-labels { grid-column: 1; display: grid; grid-template-rows: repeat(var(--rows), 1fr); row-gap: 8px;
      color: var(--soft); font-size: .85rem; text-align: right; } .row-labels span { align-self: center; }
    #provenance dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: .9rem 2rem;
      margin: 0; }
    #provenance dt { color: var(--soft); font-size: .8rem; } #provenance dd { margin: 0; overflow-wrap: anywhere; }
    summary { cursor: pointer; color: var(--soft); } details[open] summary { margin-bottom: .8rem; }
    .cells { font-size: .85rem; border-color: var(--line); } .cells thead { border-color: var(--line); }
    pre { margin: 0; padding: .9rem 1.1rem; overflow-x: auto; border-radius: 4px; background: var(--faint); }
    footer { margin-top: 3.2rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft);
      font-size: .82rem; }
    @media print { body { padding: 0; max-width: none; font-size: 10pt; } .files { display: none; }
      figure, tr { break-inside: avoid; } }
    """
}
