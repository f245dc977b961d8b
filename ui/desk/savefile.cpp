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

void write(Notices &notices, const QString &path, const QByteArray &bytes, const QString &what)
{
    if (bytes.isEmpty())
        return notices.tell(Words::tr("Nothing was saved: there is nothing to be written"));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        notices.tell(Error{u"BAD_FILE"_s, u"%1: %2"_s.arg(path, file.errorString())});
    else
        notices.tell(what.isEmpty()
                         ? Words::tr("Saved %1").arg(QFileInfo(path).fileName())
                         : Words::tr("Saved %1: %2").arg(QFileInfo(path).fileName(), what));
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

QByteArray forSpreadsheets(const QByteArray &csv)
{
    const QByteArray mark("\xef\xbb\xbf");
    return csv.isEmpty() || csv.startsWith(mark) ? csv : mark + csv;
}

void saveFile(Notices &notices, QWidget *parent, const QString &wished,
              const std::function<QByteArray()> &bytes, const QString &what)
{
    const QString name = fileName(wished);
    const bool isTable = name.endsWith(u".csv", Qt::CaseInsensitive);
    auto *dialog = new QFileDialog(parent, Words::tr("Save"), name);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(name);
    QObject::connect(dialog, &QFileDialog::fileSelected, &notices,
                     [&notices, bytes, what, isTable](const QString &path) {
                         write(notices, path, isTable ? forSpreadsheets(bytes()) : bytes(), what);
                     });
    dialog->open();
}

} // namespace parking::ui
