#include "desk/savefile.h"

#include "base/literals.h"
#include "models/notices.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>

namespace parking::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(SaveFile)
};

void write(Notices &notices, const QString &path, const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return notices.tell(Words::tr("Nothing was saved: there is nothing to be written"));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        notices.tell(Error{u"BAD_FILE"_s, u"%1: %2"_s.arg(path, file.errorString())});
    else
        notices.tell(Words::tr("Saved %1").arg(QFileInfo(path).fileName()));
}

} // namespace

void saveFile(Notices &notices, QWidget *parent, const QString &name,
              const std::function<QByteArray()> &bytes)
{
    auto *dialog = new QFileDialog(parent, Words::tr("Save"), name);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(name);
    QObject::connect(dialog, &QFileDialog::fileSelected, &notices,
                     [&notices, bytes](const QString &path) { write(notices, path, bytes()); });
    dialog->open();
}

} // namespace parking::ui
