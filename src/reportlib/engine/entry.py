"""The engine as papermill finds it by its entry point.

papermill loads this module while it is itself imported, so all that needs papermill whole is
imported late, and nothing imports this module first.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine
from papermill.log import logger

if TYPE_CHECKING:
    from reportlib.engine.server import Server


class ForkEngine(Engine):  # type: ignore[misc]
    """papermill's engine ``forked``.

    Beside papermill's own it takes the options ``server`` (one of the caller's, else the
    process has one), ``working_folder`` and ``environment`` (papermill's ``cwd`` is one for
    all threads), ``memory_limit`` in bytes beyond what a new kernel has, and ``engine``.
    """

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        server: Server | None = None,
        working_folder: str | os.PathLike[str] | None = None,
        environment: Mapping[str, str] | None = None,
        memory_limit: int | None = None,
        engine: str | None = None,
        execution_timeout: int | None = None,
        start_timeout: int = 60,
        **options: Any,
    ) -> None:
        """Execute the notebook in a forked kernel, or on papermill's own where that cannot."""
        from reportlib.engine.forked import ForkClient, why_stock
        from reportlib.engine.server import shared_server

        for unused in ("input_path", "startup_timeout"):
            options.pop(unused, None)
        timeout = execution_timeout or options.pop("timeout", None)
        options |= {"timeout": timeout, "startup_timeout": start_timeout, "log": logger}
        client = ForkClient(nb_man, kernel_name=kernel_name, **options)
        reason = why_stock(nb_man.nb, kernel_name, engine, options)
        try:
            if reason:
                logger.info(f"Executed by papermill's own engine: {reason}")
                stock = PapermillNotebookClient(nb_man, kernel_name=kernel_name, **options)
                stock.execute(cwd=working_folder, env={**os.environ, **(environment or {})})
            else:
                logger.info(f"Executing notebook with forked kernel: {kernel_name}")
                folder = Path(working_folder) if working_folder is not None else None
                client.execute_in(server or shared_server(), folder, environment, memory_limit)
        except BaseException:
            _mark_where_it_stopped(nb_man)
            raise


def _mark_where_it_stopped(nb_man: Any) -> None:
    """Let cells that never ran stay pending: papermill completes them where none failed."""
    status = [cell.metadata.papermill["status"] for cell in nb_man.nb.cells]
    if nb_man.FAILED not in status:
        for place in [at for at, one in enumerate(status) if one != nb_man.COMPLETED][:1]:
            nb_man.cell_exception(nb_man.nb.cells[place], cell_index=place)
