/// The parts that all gnuplot scripts share: the look, and how words and numbers enter a script.
enum GnuplotScript {
  /// Colours that readers with any colour vision tell apart (Okabe and Ito, 2008), the strongest contrasts first.
  static let palette = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#7F7F7F", "#F0E442"]

  static func colour(_ index: Int) -> String { palette[index % palette.count] }

  /// A literal of gnuplot. Single quotes: in double ones, gnuplot runs what stands between back-quotes.
  static func quoted(_ text: String) -> String {
    "'" + Table.singleLine(text).replacing("'", with: "''") + "'"
  }

  /// A number in a data file; `?` is what the scripts declare to be missing.
  static func field(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "?" }
    return "\(value)"
  }

  /// A word in a data file: tabs separate the fields, and quotes would hide them.
  static func field(word: String) -> String {
    Table.singleLine(word).replacing("\t", with: " ").replacing("\"", with: "'")
  }

  /// What a script begins with.
  static func header(name: String) -> [String] {
    [
      "# Run `gnuplot \(name).gp` in this folder; it reads \(name).dat and writes \(name).svg and \(name).png.",
      "set encoding utf8",
      "set datafile separator \"\\t\"",
      "set datafile missing \"?\"",
      "set border 3 linecolor rgb '#555555'",
      "set tics nomirror out scale 0.6 textcolor rgb '#333333'",
      "set grid ytics linetype 1 linewidth 0.7 linecolor rgb '#E3E3E3'",
      "set key outside top left horizontal Left reverse noenhanced samplen 1.6 font ',13' textcolor rgb '#333333'",
      "set style fill solid 1.0 noborder",
    ]
  }

  /// Draws the same plot twice, as SVG and as PNG.
  static func drawing(name: String, width: Int, height: Int, plot: [String]) -> [String] {
    let command = "plot " + plot.joined(separator: ", \\\n     ")
    return [
      "set terminal svg size \(width),\(height) font 'Helvetica,14' background rgb 'white' noenhanced",
      "set output '\(name).svg'",
      command,
      "set terminal pngcairo size \(2 * width),\(2 * height) fontscale 2 linewidth 2 pointscale 2 "
        + "font 'Helvetica,10.5' background rgb 'white' noenhanced",
      "set output '\(name).png'",
      "replot",
      "unset output",
    ]
  }
}
