"""What files say about the version, each content read once however many commits have it."""

from collections.abc import Callable, Mapping, Sequence

from relaudit.core.dossier import evidence
from relaudit.core.model import Unknown
from relaudit.evidence.declared import Reading, VersionFile, version_in
from relaudit.evidence.declared.alike import Known
from relaudit.evidence.files import Text
from relaudit.evidence.git import Git, GitObject

Key = tuple[str, str]


class Readings:
    """A memory: by path and content, and by path and object name."""

    def __init__(self) -> None:
        self._texts: dict[Key, Reading] = {}
        self._blobs: dict[Key, Reading] = {}
        self._known = Known()

    def of_text(self, text: Text, read: Callable[[Text], Reading] = version_in) -> Reading:
        """The version that a text declares."""
        key = (text.path, text.text)
        if key not in self._texts:
            self._texts[key] = self._read(text) if read is version_in else read(text)
        return self._texts[key]

    def of(self, path: str, blob: GitObject) -> Reading:
        """The version that an object declares under this path."""
        key = (path, blob.oid)
        if key not in self._blobs:
            self._blobs[key] = self.of_text(Text.decoded(path, blob.content))
        return self._blobs[key]

    def of_blobs(self, git: Git, wanted: Sequence[Key]) -> Mapping[Key, Reading]:
        """What each `(path, object name)` declares; those that are not known yet are read in bulk."""
        unread = [key for key in dict.fromkeys(wanted) if key not in self._blobs]
        for key, found in zip(unread, git.stream([oid for _, oid in unread]), strict=True):
            is_blob = isinstance(found, GitObject) and found.kind == "blob"
            self._blobs[key] = (
                self.of(key[0], found) if is_blob and isinstance(found, GitObject) else _absent(found)
            )
        return self._blobs

    def _read(self, text: Text) -> Reading:
        found: Reading = self._known.read(text)
        if found is None:
            found = version_in(text)
            if isinstance(found, VersionFile):
                self._known.add(found)
        return found


@evidence()
def readings() -> Readings:
    """Nothing is read before it is asked for."""
    return Readings()


def _absent(found: GitObject | Unknown | None) -> Unknown | None:
    return found if isinstance(found, Unknown) else None
