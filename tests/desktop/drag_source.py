"""A window from which the files of its command line can be dragged."""

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class Source(QLabel):
    """Gives them to whatever they are dropped on."""

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        content = QMimeData()
        content.setUrls([QUrl.fromLocalFile(path) for path in sys.argv[1:]])
        drag = QDrag(self)
        drag.setMimeData(content)
        drag.exec(Qt.DropAction.CopyAction)


if __name__ == "__main__":
    program = QApplication(sys.argv[:1])
    source = Source("drag me")
    source.setWindowTitle("Drag source")
    source.setGeometry(10, 40, 60, 60)
    source.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
    source.show()
    program.exec()
