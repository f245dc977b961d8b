#include "app/unsaved.h"

#include "app/operatorwindow.h"
#include "base/literals.h"

#include <QCoreApplication>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace parking::ui {

namespace {

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("parking::ui::Unsaved", text, nullptr, n);
}

/// By a person: what a form was filled with does not count.
bool isTyped(const QWidget &form)
{
    const QList<QLineEdit *> fields = form.findChildren<QLineEdit *>();
    return !form.isHidden()
        && std::any_of(fields.cbegin(), fields.cend(), [&form](const QLineEdit *field) {
               return field->isVisibleTo(&form) && field->isModified();
           });
}

} // namespace

QStringList unsavedIn(OperatorWindow &window, const QStringList &savedKeys)
{
    QStringList lost;
    Inspector &inspector = window.spaces().inspector();
    const auto *override = inspector.findChild<OverrideForm *>();
    if (override && isTyped(*override))
        lost.append(tr("Map: the reason and the end that are being typed"));
    if (isTyped(inspector.bookings().walkIn()))
        lost.append(tr("Map: the booking that is being typed"));
    if (window.isMade(u"bookings"_s) && isTyped(window.bookings().form()))
        lost.append(tr("Bookings: the booking that is being typed"));
    if (const int forms = window.isMade(u"spaces"_s) ? window.spaceList().drafts() : 0; forms > 0)
        lost.append(forms == 1 ? tr("Spaces: a form that is not saved")
                               : tr("Spaces: %1 forms that are not saved").arg(forms));
    if (window.isMade(u"settings"_s)) {
        for (const QString &card : window.settings().drafts(savedKeys))
            lost.append(tr("Settings: %1").arg(card));
    }
    return lost;
}

void askToLose(QWidget &parent, const LossQuestion &question, const std::function<void()> &goOn,
               const std::function<void()> &stay)
{
    auto *box = new QMessageBox(&parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setWindowTitle(tr("Not saved"));
    box->setText(question.text);
    box->setInformativeText(tr("This is lost:\n%1").arg(u"• "_s + question.lost.join(u"\n• "_s)));
    const QPushButton *lose = box->addButton(question.goOn, QMessageBox::DestructiveRole);
    QPushButton *keep = box->addButton(tr("Stay here"), QMessageBox::RejectRole);
    box->setDefaultButton(keep);
    box->setEscapeButton(keep);
    QObject::connect(lose, &QPushButton::clicked, &parent, goOn);
    if (stay)
        QObject::connect(box, &QDialog::rejected, &parent, stay);
    box->open();
}

} // namespace parking::ui
