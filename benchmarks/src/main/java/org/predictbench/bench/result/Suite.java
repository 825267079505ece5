package org.predictbench.bench.result;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A question, the cells that answer it and the protocol by which they are measured.
 *
 * @param baseline name of the cell to which all ratios refer
 * @param control name of the A/A control: the baseline once more, under another name
 * @param maxControlHalfWidth widest acceptable half width of the control's ratio interval
 * @param tolerance largest acceptable difference of a probability across server configs
 * @param listing names no cell that the suite does not have
 */
public record Suite(
    String name,
    String question,
    String model,
    int batchSize,
    Protocol protocol,
    String baseline,
    String control,
    double maxControlHalfWidth,
    double tolerance,
    List<Cell> cells,
    Listing listing) {

  public Suite {
    List<String> names = cells.stream().map(Cell::name).toList();
    // Of a suite that was cut down, what is gone cannot be compared with.
    cells =
        cells.stream()
            .map(cell -> names.contains(cell.against()) ? cell : cell.withAgainst(""))
            .toList();
    listing = listing.among(names);
  }

  /** A suite that does not say how its runs are listed. */
  public Suite(
      String name,
      String question,
      String model,
      int batchSize,
      Protocol protocol,
      String baseline,
      String control,
      double maxControlHalfWidth,
      double tolerance,
      List<Cell> cells) {
    this(
        name,
        question,
        model,
        batchSize,
        protocol,
        baseline,
        control,
        maxControlHalfWidth,
        tolerance,
        cells,
        Listing.NONE);
  }

  /** The model that a cell calls. */
  public String modelOf(Cell cell) {
    return cell.workload().model().isEmpty() ? model : cell.workload().model();
  }

  /** The models that requests are made for, the suite's own first if any cell calls it. */
  public List<String> models() {
    return cells.stream()
        .filter(cell -> cell.kind().sendsRequests())
        .map(this::modelOf)
        .distinct()
        .sorted(Comparator.comparing(name -> !name.equals(model)))
        .toList();
  }

  /** The models as pages name them: of a suite that calls none, the one it is said to be for. */
  public List<String> modelNames() {
    return models().isEmpty() ? List.of(model) : models();
  }

  public Optional<Cell> cell(String cellName) {
    return cells.stream().filter(cell -> cell.name().equals(cellName)).findFirst();
  }

  /** Name of the cell to which a cell's ratio refers. */
  public String reference(Cell cell) {
    return cell.against().isEmpty() ? baseline : cell.against();
  }

  /** Time slices that the cell has in a pass that is recorded; in others each cell has one. */
  public int slicesPerPass(Cell cell) {
    boolean reference =
        cell.name().equals(control)
            || cells.stream().anyMatch(c -> reference(c).equals(cell.name()));
    return reference ? protocol.baselineSlices() : 1;
  }

  /** Time slices of a fork of the cell before anything is recorded. */
  public int warmupSlices() {
    return protocol.warmupPasses();
  }

  /** Time slices of a fork of the cell that are recorded. */
  public int measuredSlices(Cell cell) {
    return protocol.measuredPasses() * slicesPerPass(cell);
  }

  /** Forks, or what stands for one, in all rounds. */
  public int forks() {
    return cells.size() * protocol.rounds();
  }

  /** The same suite with another number of rounds. */
  public Suite withRounds(int rounds) {
    return withProtocol(protocol.withRounds(rounds));
  }

  /** The same suite, which may add rounds up to so many. */
  public Suite withMostRounds(int most) {
    return withProtocol(protocol.withMostRounds(most));
  }

  /** The same suite, measured for so many passes in each of so many rounds. */
  public Suite withAllocation(int rounds, int passes) {
    return withProtocol(protocol.withAllocation(rounds, passes));
  }

  /** The same suite, with as many rounds more as it takes. */
  public Suite until(Protocol.Precision precision) {
    return withProtocol(protocol.until(precision));
  }

  private Suite withProtocol(Protocol newProtocol) {
    return new Suite(
        name,
        question,
        model,
        batchSize,
        newProtocol,
        baseline,
        control,
        maxControlHalfWidth,
        tolerance,
        cells,
        listing);
  }

  /** The same suite on another model. */
  public Suite withModel(String newModel) {
    return with(newModel, cells);
  }

  /** The same suite with other rows in a request. */
  public Suite withBatchSize(int rows) {
    return new Suite(
        name,
        question,
        model,
        rows,
        protocol,
        baseline,
        control,
        maxControlHalfWidth,
        tolerance,
        cells,
        listing);
  }

  /** The same suite with other cells, the baseline and its control among them. */
  public Suite withCells(List<Cell> newCells) {
    return with(model, newCells);
  }

  private Suite with(String newModel, List<Cell> newCells) {
    return new Suite(
        name,
        question,
        newModel,
        batchSize,
        protocol,
        baseline,
        control,
        maxControlHalfWidth,
        tolerance,
        newCells,
        listing);
  }
}
