"""Files on their way in: in memory only, so that none ever lies on a disk as it was."""

from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from kakehashi.intake.cleaning import LARGEST

LARGEST_BODY: Final = LARGEST + 2**20


class InMemory(FileUploadHandler):
    """Keeps at most what is taken, and one byte more, by which it is seen to be too large."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take some bytes, as long as there is room."""
        self.held.write(raw_data[: max(0, LARGEST + 1 - start)])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:  # noqa: ARG002 - Django's
        """Hand the file over without its name, which may say more than the file."""
        size = self.held.tell()
        self.held.seek(0)
        return InMemoryUploadedFile(self.held, self.field_name, "file", "", size, None, None)
