import Foundation

enum Terminal {
  /// Columns of the terminal; wide enough for every table where stdout is none.
  static var width: Int {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 40 else {
      return 240
    }
    return Int(size.ws_col)
  }
}
