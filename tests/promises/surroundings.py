"""Where and when a build runs: all that must not show in what it writes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_HERE = Path(__file__).parent
_ROOT = _HERE.parent.parent
# Put before the C library, it shifts the clock of every program that is linked to it: of Python,
# of Typst's compiler within it, of git and of ssh-keygen. File systems keep the kernel's time.
_CLOCK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static time_t shift(void) { const char *said = getenv("SHIFTED_SECONDS"); return said ? atoll(said) : 0; }

int clock_gettime(clockid_t id, struct timespec *now) {
    int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
    int code = real(id, now);
    if (code == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) now->tv_sec += shift();
    return code;
}

int gettimeofday(struct timeval *now, void *zone) {
    int (*real)(struct timeval *, void *) = dlsym(RTLD_NEXT, "gettimeofday");
    int code = real(now, zone);
    if (code == 0) now->tv_sec += shift();
    return code;
}

time_t time(time_t *where) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (where) *where = now.tv_sec;
    return now.tv_sec;
}
"""


@dataclass(frozen=True)
class Surrounding:
    """One build: ``place`` is "copy" or "clone" of the repository, in a folder called ``folder``.

    ``shift`` is in days; ``inside`` starts in the folder itself, otherwise ``-C`` leads there;
    ``warm`` lets it use what the build before it left in the cache.
    """

    zone: str
    locale: str
    seed: int
    umask: int
    jobs: int
    shift: int
    place: str
    folder: str
    inside: bool = False
    warm: bool = False


SURROUNDINGS = (
    Surrounding("UTC", "C.UTF-8", 0, 0o022, 1, 0, "copy", "ws"),
    Surrounding(
        "Asia/Shanghai", "zh_CN.UTF-8", 1, 0o077, 2, 4000, "clone", "体系 文件", inside=True
    ),
    Surrounding("America/New_York", "C", 2, 0o002, 3, -9000, "copy", "a"),
    Surrounding("Pacific/Kiritimati", "en_US.UTF-8", 3, 0o027, 1, 1, "clone", "b", warm=True),
    Surrounding("Pacific/Pago_Pago", "de_DE.UTF-8", 4, 0, 2, -1, "copy", "c" * 120, inside=True),
    Surrounding("Asia/Kathmandu", "POSIX", 5, 0o022, 2, 0, "copy", "x & <b>", warm=True),
    Surrounding("Europe/Moscow", "tr_TR.UTF-8", 6, 0o077, 4, 30, "clone", "d"),
    Surrounding("Australia/Lord_Howe", "C.UTF-8", 7, 0o022, 1, 365, "copy", "e", inside=True),
    Surrounding("Etc/GMT+12", "zh_TW.UTF-8", 8, 0o007, 2, -365, "clone", "f", warm=True),
    Surrounding(":nowhere", "nonsense", 4_294_967_295, 0o022, 2, 10_000, "copy", "-g"),
)


class Builder:
    """Builds of one repository, each in surroundings of its own, below the folder ``place``."""

    def __init__(self, repository: Path, place: Path, day: str, base: str, extent: str) -> None:
        self._repository = repository
        self._place = place
        self._behind = (base, extent)
        self._day = day
        self._clock = shifted_clock(place)

    @property
    def can_shift(self) -> bool:
        """Whether the clock can be another one here."""
        return self._clock is not None

    def build(self, around: Surrounding, language: str = "zh") -> dict[str, str]:
        """The SHA-256 of each file by path. Raises RuntimeError with what qmsdoc said."""
        here = self._place / f"{around.seed}"
        root = self._checkout(around, here / around.folder)
        out = here / "out"
        out.mkdir()
        start = root if around.inside else here
        done = subprocess.run(
            [
                *(sys.executable, str(_HERE / "build_all.py")),
                *("." if around.inside else os.path.relpath(root, start), str(out)),
                *(language, self._day, str(around.jobs), *self._behind),
            ],
            cwd=start,
            env=self._environment(around),
            umask=around.umask,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{around}: {done.stderr.decode()}")
        hashes = hashes_of(out)
        shutil.rmtree(here)
        return hashes

    def _checkout(self, around: Surrounding, root: Path) -> Path:
        root.parent.mkdir(parents=True)
        if around.place == "copy":
            shutil.copytree(self._repository, root, symlinks=True)
        else:
            command = ["git", "clone", "-q", "--no-local", str(self._repository), str(root)]
            subprocess.run(command, check=True)
        return root

    def _environment(self, around: Surrounding) -> dict[str, str]:
        cache = self._place / ("cache-shared" if around.warm else f"cache-{around.seed}")
        environment = {
            **os.environ,
            "PYTHONPATH": str(_ROOT),
            "PYTHONHASHSEED": str(around.seed),
            "XDG_CACHE_HOME": str(cache),
            "TZ": around.zone,
            "LC_ALL": around.locale,
            "LANG": around.locale,
            "HOME": str(self._place / f"home-{around.seed}"),
        }
        if self._clock is not None:
            environment["LD_PRELOAD"] = str(self._clock)
            environment["SHIFTED_SECONDS"] = str(around.shift * 86_400)
        return environment


def shifted_clock(folder: Path) -> Path | None:
    """The library that shifts the clock; None where there is no compiler to make it."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    source, made = folder / "clock.c", folder / "clock.so"
    source.write_text(_CLOCK, "utf-8")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", made, source, "-ldl"], check=True)
    return made


def hashes_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file below *folder*, by path."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def differing(builds: list[dict[str, str]]) -> list[str]:
    """The files that do not have one hash in all builds; those that are not in all are among them."""
    names = sorted({name for build in builds for name in build})
    return [name for name in names if len({build.get(name) for build in builds}) > 1]
