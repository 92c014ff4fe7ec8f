/// The report's Mustache templates, kept as source so that the program is one file.
///
/// Names are resolved in the innermost section only (`TemplateRenderer`): what a section needs is handed to it.
enum Templates {
  static let all = ["page": page, "table": table, "figure": figure, "grid": grid, "cells": cells]

  static let page = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{title}}</title>
    <style>
    {{{stylesheet}}}
    </style>
    </head>
    <body>
    <header>
    <p class="kicker">Lethe · unlearning report</p>
    <h1>{{title}}</h1>
    {{#hasSubtitle}}
    <p class="subtitle">{{subtitle}}</p>
    {{/hasSubtitle}}
    <ul class="facts">
    {{#facts}}
    <li class="{{tone}}"><b>{{value}}</b> {{label}}</li>
    {{/facts}}
    </ul>
    </header>
    <main>
    {{#hasFailures}}
    <section class="alert" id="failures">
    <h2>Failed cells</h2>
    <ul>
    {{#failures}}
    <li><span class="tag">{{label}}</span> {{reason}}<br><a href="{{log}}"><code>{{logName}}</code></a></li>
    {{/failures}}
    </ul>
    </section>
    {{/hasFailures}}
    {{#hasNotes}}
    <section class="notes" id="notes">
    <h2>Read this first</h2>
    <ul>
    {{#notes}}
    <li>{{text}}{{#hasSource}} <span class="tag">{{source}}</span>{{/hasSource}}</li>
    {{/notes}}
    </ul>
    </section>
    {{/hasNotes}}
    {{#hasTables}}
    <section id="results">
    <h2>Results</h2>
    {{#tables}}
    {{> table}}
    {{/tables}}
    </section>
    {{/hasTables}}
    {{#hasFigures}}
    <section id="figures">
    <h2>Figures</h2>
    {{#figures}}
    {{> figure}}
    {{/figures}}
    </section>
    {{/hasFigures}}
    {{#hasGrids}}
    <section id="pictures">
    <h2>Pictures</h2>
    {{#grids}}
    {{> grid}}
    {{/grids}}
    </section>
    {{/hasGrids}}
    <section id="provenance">
    <h2>What was run</h2>
    <dl>
    {{#provenance}}
    <div><dt>{{name}}</dt><dd>{{value}}</dd></div>
    {{/provenance}}
    </dl>
    </section>
    {{#hasCells}}
    <section id="cells">
    <h2>Cells</h2>
    {{> cells}}
    </section>
    {{/hasCells}}
    <section id="reproduce">
    <h2>Reproduce</h2>
    <pre><code>{{reproduce}}</code></pre>
    </section>
    </main>
    <footer>Made from the records of finished cells alone; every number can be recomputed from them.</footer>
    </body>
    </html>

    """

  static let table = """
    <figure class="table" id="table-{{name}}">
    <figcaption><b>{{title}}</b>{{#hasCaption}} {{caption}}{{/hasCaption}}</figcaption>
    <div class="scroll">
    <table>
    <thead><tr>
    {{#columns}}
    <th scope="col" class="{{alignment}}">{{header}}{{#hasMark}}<sup>{{mark}}</sup>{{/hasMark}}</th>
    {{/columns}}
    </tr></thead>
    {{#groups}}
    <tbody>
    {{#rows}}
    <tr>
    {{#cells}}
    <td class="{{style}}">{{text}}{{#hasEarlyMark}}<sup>{{mark}}</sup>{{/hasEarlyMark}}{{#hasDeviation}}<span class="deviation" style="min-width:{{width}}ch">\
    {{deviation}}</span>{{/hasDeviation}}{{#hasLateMark}}<sup>{{mark}}</sup>{{/hasLateMark}}</td>
    {{/cells}}
    </tr>
    {{/rows}}
    </tbody>
    {{/groups}}
    </table>
    </div>
    {{#hasFootnotes}}
    <ol class="footnotes">
    {{#footnotes}}
    <li><sup>{{mark}}</sup> {{text}}</li>
    {{/footnotes}}
    </ol>
    {{/hasFootnotes}}
    {{#hasRemarks}}
    <dl class="remarks">
    {{#remarks}}
    <div>{{#hasTerm}}<dt>{{term}}</dt>{{/hasTerm}}<dd>{{text}}</dd></div>
    {{/remarks}}
    </dl>
    {{/hasRemarks}}
    {{#hasFiles}}
    <p class="files">{{#files}}<a href="{{path}}">{{label}}</a>{{/files}}</p>
    {{/hasFiles}}
    </figure>

    """

  static let figure = """
    <figure class="drawing" id="figure-{{name}}">
    {{#hasPicture}}
    <img src="{{picture}}" alt="{{title}}">
    {{/hasPicture}}
    {{#hasNote}}
    <p class="undrawn">{{note}}</p>
    {{/hasNote}}
    <figcaption><b>{{title}}</b>{{#hasCaption}} {{caption}}{{/hasCaption}}</figcaption>
    <p class="files">{{#files}}<a href="{{path}}">{{label}}</a>{{/files}}</p>
    </figure>

    """

  static let grid = """
    <figure class="grid" id="grid-{{name}}">
    <div class="scroll"><div class="plate" style="--columns:{{columnCount}};--rows:{{rowCount}};--width:{{width}}px">
    {{#hasColumnLabels}}
    <div class="column-labels">{{#columnLabels}}<span>{{text}}</span>{{/columnLabels}}</div>
    {{/hasColumnLabels}}
    <div class="row-labels">{{#rowLabels}}<span>{{text}}</span>{{/rowLabels}}</div>
    <img src="{{picture}}" width="{{width}}" height="{{height}}" alt="{{title}}">
    </div></div>
    <figcaption><b>{{title}}</b>{{#hasCaption}} {{caption}}{{/hasCaption}}</figcaption>
    <p class="files">{{#files}}<a href="{{path}}">{{label}}</a>{{/files}}</p>
    </figure>

    """

  static let cells = """
    <details>
    <summary>{{summary}}</summary>
    <div class="scroll">
    <table class="cells">
    <thead><tr><th class="left">cell</th><th class="left">method</th><th class="left">seeds</th>\
    <th class="left">status</th><th class="right">time</th><th class="right">memory</th></tr></thead>
    <tbody>
    {{#rows}}
    <tr><td class="left"><a href="{{record}}"><code>{{id}}</code></a></td><td class="left">{{method}}</td>\
    <td class="left">{{seeds}}</td><td class="left"><span class="{{tone}}">{{status}}</span></td>\
    <td class="right">{{time}}</td><td class="right">{{memory}}</td></tr>
    {{/rows}}
    </tbody>
    </table>
    </div>
    </details>

    """
}
