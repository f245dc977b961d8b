#include "desk/savefile.h"

#include "base/literals.h"
#include "models/notices.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QRegularExpression>
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

QString fileName(const QString &wished)
{
    static const QRegularExpression refused(uR"([/\\:*?"<>|\p{Cc}]|^\.+|\.+$)"_s);
    static const QRegularExpression reserved(u"^(con|prn|aux|nul|com\\d|lpt\\d)(\\.|$)"_s,
                                             QRegularExpression::CaseInsensitiveOption);
    QString name = wished.trimmed();
    name.replace(refused, u"-"_s);
    if (name.isEmpty() || reserved.match(name).hasMatch())
        name.prepend(u'-');
    return name;
}

void saveFile(Notices &notices, QWidget *parent, const QString &wished,
              const std::function<QByteArray()> &bytes)
{
    const QString name = fileName(wished);
    auto *dialog = new QFileDialog(parent, Words::tr("Save"), name);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(name);
    QObject::connect(dialog, &QFileDialog::fileSelected, &notices,
                     [&notices, bytes](const QString &path) { write(notices, path, bytes()); });
    dialog->open();
}

} // namespace parking::ui
