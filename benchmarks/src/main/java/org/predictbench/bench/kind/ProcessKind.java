package org.predictbench.bench.kind;

import com.google.auto.service.AutoService;
import java.util.Optional;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.program.ClientProgram;
import org.predictbench.bench.program.ProgramStart;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;

/** A client program of another language calls Predict over the wire. */
@AutoService(CellKind.class)
public class ProcessKind implements RunnableKind {
  @Override
  public String id() {
    return PROCESS;
  }

  @Override
  public boolean hasVariant() {
    return false;
  }

  @Override
  public boolean hasClient() {
    return true;
  }

  @Override
  public boolean isProfilable() {
    return false;
  }

  @Override
  public void check(Cell cell) {
    try {
      var unused = ClientProgram.of(cell.client()).options(cell.client());
    } catch (InputException e) {
      throw new InputException("cell '%s': %s".formatted(cell.name(), e.getMessage()), e);
    }
  }

  @Override
  public Optional<String> unavailable(Cell cell) {
    return ClientProgram.of(cell.client()).unavailable();
  }

  @Override
  public CellRun run(RunTools tools) {
    return new ProcessRun(ProgramStart.shipped(tools.plans(), tools.scratch()), tools.clock());
  }
}
