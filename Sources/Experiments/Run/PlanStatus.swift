import Foundation
import Results

/// Which cells of a plan are done, failed, in work or still to come.
public struct PlanStatus: Sendable {
  public enum State: String, Codable, Sendable {
    case done, failed, started, pending
  }

  public let name: String
  public let cells: [(id: String, state: State, detail: String)]

  init(_ plan: Plan, store: RecordStore, workspace: Workspace) {
    name = plan.name
    cells = plan.cells.map { cell in
      do {
        if let record = try store.record(cell.id) {
          let detail = record.failure ?? Progress.duration(record.seconds)
          return (cell.id, record.failure == nil ? .done : .failed, detail)
        }
      } catch {
        return (cell.id, .failed, "\(error)")
      }
      let isStarted = FileManager.default.fileExists(atPath: workspace.partial(cell.id).path)
      return (cell.id, isStarted ? .started : .pending, "")
    }
  }

  public var text: String {
    let lines = cells.map { cell in
      cell.state.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0) + cell.id
        + (cell.detail.isEmpty ? "" : "  (\(cell.detail))")
    }
    return (lines + [summary]).joined(separator: "\n")
  }

  private var summary: String {
    let counts = Dictionary(grouping: cells, by: \.state).mapValues(\.count)
    let parts = [State.done, .failed, .started, .pending].compactMap { state in
      counts[state].map { "\($0) \(state.rawValue)" }
    }
    return "\(name): \(cells.count) cells, " + parts.joined(separator: ", ")
  }

  public func json() throws -> String {
    try JSONValue.object([
      "name": .string(name),
      "cells": .array(
        cells.map {
          .object(["id": .string($0.id), "state": .string($0.state.rawValue), "detail": .string($0.detail)])
        }),
    ]).text()
  }
}
