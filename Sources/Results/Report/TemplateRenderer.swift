import Mustache

/// What a template may name: a value for each name, and a record of the names that were asked for in vain.
///
/// Mustache renders an unknown name as nothing, and looks for a name in all enclosing sections; here a name unknown to
/// the innermost section is an error, so that a misspelt one cannot pass as an empty place.
struct TemplateFields: MustacheParent {
  /// Collects unknown names over one rendering.
  final class Misses {
    var names: Set<String> = []
  }

  var values: [String: Any]
  var misses: Misses

  func child(named name: String) -> Any? {
    if let value = values[name] { return value }
    misses.names.insert(name)
    return nil
  }
}

/// A value of a template in plain types, from which `TemplateFields` are built.
enum TemplateValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  case text(String)
  case flag(Bool)
  case list([[String: TemplateValue]])

  init(stringLiteral value: String) { self = .text(value) }

  fileprivate func resolved(_ misses: TemplateFields.Misses) -> Any {
    switch self {
    case .text(let text): text
    case .flag(let flag): flag
    case .list(let items): items.map { Self.fields($0, misses) }
    }
  }

  fileprivate static func fields(
    _ values: [String: TemplateValue], _ misses: TemplateFields.Misses
  ) -> TemplateFields {
    TemplateFields(values: values.mapValues { $0.resolved(misses) }, misses: misses)
  }
}

/// Renders the report's templates, HTML-escaped, and refuses unknown names.
struct TemplateRenderer {
  private let library: MustacheLibrary

  /// Throws:    `ReportError.template`, for a template that is not valid Mustache
  init(templates: [String: String] = Templates.all) throws(ReportError) {
    var parsed: [String: MustacheTemplate] = [:]
    for (name, source) in templates {
      do {
        parsed[name] = try MustacheTemplate(string: source)
      } catch {
        throw .template(name: name, detail: "\(error)")
      }
    }
    library = MustacheLibrary(templates: parsed)
  }

  /// Throws:    `ReportError.template`, for a name without a value
  func render(_ template: String, _ values: [String: TemplateValue]) throws(ReportError) -> String {
    let misses = TemplateFields.Misses()
    guard let text = library.render(TemplateValue.fields(values, misses), withTemplate: template) else {
      throw .template(name: template, detail: "there is no such template")
    }
    guard misses.names.isEmpty else {
      throw .template(name: template, detail: "no value for \(misses.names.sorted().joined(separator: ", "))")
    }
    return text
  }
}
