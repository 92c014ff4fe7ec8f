import Archive
import Foundation
import Learning
import Results
import TensorCore

/// Computes one cell: reads its inputs by id, computes, writes one directory, renames it into place.
struct CellRunner {
  let plan: Plan
  let workspace: Workspace
  let datasets: Datasets
  let progress: Progress

  /// Runs the cell and publishes it, also when its computation failed (diverged, say): the record says why.
  ///
  /// Throws:    `Interrupted`, and errors of the disk (read-only, full), which leave nothing under the cell's name
  func run(_ cell: Cell) throws -> CellRecord {
    let directory = workspace.partial(cell.id)
    try makeDirectory(directory.deletingLastPathComponent())
    let lock = try CellLock(workspace.partial(cell.id + ".lock"))
    defer { lock.release() }
    // Another process may have computed it while this one waited.
    if let known = try RecordStore(root: workspace.results).record(cell.id), known.failure == nil,
      known.digest == cell.digest
    {
      return known
    }
    // An attempt that cannot be gone on with leaves nothing behind for this one.
    if !FileManager.default.fileExists(atPath: directory.appending(path: CellContext.snapshotName).path) {
      try? FileManager.default.removeItem(at: directory)
    }
    try makeDirectory(directory)
    let context = CellContext(
      cell: cell, data: plan.data.config, workspace: workspace, datasets: datasets, progress: progress,
      directory: directory)
    Machine.resetPeakMemory()
    let started = Date()
    var result = CellResult()
    var status = CellRecord.Status.done
    do {
      result = try ComputeMode.$current.withValue(cell.mode) { try compute(context) }
    } catch let error where Self.isResultOfTheCell(error) {
      status = .failed(reason: "\(error)")
      try? FileManager.default.removeItem(at: directory.appending(path: CellContext.snapshotName))
      try writeLog("\(error)\n", to: directory)
    }
    let record = try record(of: cell, result: result, status: status, started: started)
    try record.write(in: directory)
    try AtomicFile.publishDirectory(from: directory, to: workspace.cell(cell.id), replacing: true)
    return record
  }

  private func compute(_ context: CellContext) throws -> CellResult {
    switch context.cell.work {
    case .train(let work): try context.train(work)
    case .unlearn(let work): try context.unlearn(work)
    case .outputs: try context.storeOutputs()
    case .evaluate(let work): try context.evaluate(work)
    case .recover(let work): try context.recover(work)
    case .invert(let work): try context.invert(work)
    }
  }

  /// Divergence and the like are findings about a method, and belong in the table. What the disk or the user did is
  /// not: it ends the run.
  private static func isResultOfTheCell(_ error: any Error) -> Bool {
    switch error {
    case is Interrupted, is ArchiveError, is DatasetError, is CellError, is RecordError: false
    case let error as NSError where error.domain == NSCocoaErrorDomain || error.domain == NSPOSIXErrorDomain: false
    default: true
    }
  }

  private func record(
    of cell: Cell, result: CellResult, status: CellRecord.Status, started: Date
  ) throws -> CellRecord {
    let finished = Date()
    return CellRecord(
      id: cell.id, kind: CellRecord.Kind(rawValue: cell.kind.rawValue), method: cell.subject, digest: cell.digest,
      config: try cell.work.payload(), inputs: cell.inputs.mapValues(\.id), componentVersions: cell.versions,
      revision: Machine.revision, machine: Machine.record(mode: cell.mode), seeds: cell.seeds, started: started,
      finished: finished, seconds: finished.timeIntervalSince(started),
      peakMemoryBytes: Machine.peakMemory, status: status,
      metrics: result.metrics, series: result.series, notes: result.notes, statement: result.statement,
      artefacts: result.artefacts)
  }

  private func makeDirectory(_ url: URL) throws {
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw ResultsFolderError(folder: workspace.results.path, reason: error.localizedDescription)
    }
  }

  private func writeLog(_ text: String, to directory: URL) throws {
    try AtomicFile.write(text, to: directory.appending(path: "log.txt"))
  }
}

/// The results folder cannot be written to.
public struct ResultsFolderError: Error, Equatable, Sendable, CustomStringConvertible {
  public let folder: String
  public let reason: String
  public var description: String {
    "cannot write to the results folder \(folder): \(reason) — make it writable, or name another with --results FOLDER"
  }
}

/// Keeps two processes from computing the same cell at once; the kernel drops the lock if a process dies.
final class CellLock {
  private let descriptor: Int32

  /// Waits until no other process holds the lock.
  init(_ url: URL) throws {
    descriptor = open(url.path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw ResultsFolderError(folder: url.deletingLastPathComponent().path, reason: String(cString: strerror(errno)))
    }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      guard code == EWOULDBLOCK || code == EINTR else {
        close(descriptor)
        throw ResultsFolderError(
          folder: url.deletingLastPathComponent().path, reason: "no file locking: " + String(cString: strerror(code)))
      }
      do { try Interruption.check() } catch {
        close(descriptor)
        throw error
      }
      usleep(100_000)
    }
  }

  func release() { close(descriptor) }
}
