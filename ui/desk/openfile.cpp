#include "desk/openfile.h"

#include "base/regularfile.h"
#include "models/notices.h"

#include <QFileDialog>

namespace parking::ui {

namespace {

constexpr qint64 kLargest = 64 * 1024 * 1024;

} // namespace

void openFile(Notices &notices, QWidget *parent, const QString &title, const QString &filter,
              const std::function<void(const QByteArray &bytes, const QString &path)> &opened)
{
    auto *dialog = new QFileDialog(parent, title, {}, filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(dialog, &QFileDialog::fileSelected, &notices,
                     [&notices, opened](const QString &path) {
                         const Result<QByteArray> bytes = readRegularFile(path, kLargest);
                         if (bytes)
                             opened(*bytes, path);
                         else
                             notices.tell(bytes.error());
                     });
    dialog->open();
}

} // namespace parking::ui
