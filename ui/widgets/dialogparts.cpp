#include "widgets/dialogparts.h"

#include "base/literals.h"
#include "widgets/role.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

QVBoxLayout *makeColumn(QDialog &dialog, const Theme &theme, const QString &title)
{
    dialog.setWindowTitle(title);
    auto *layout = new QVBoxLayout(&dialog);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->setSpacing(12);
    auto *head = makeLabel(&dialog, {}, title);
    head->setFont(theme.font(TextStyle::PageTitle));
    head->setWordWrap(true);
    layout->addWidget(head);
    return layout;
}

QPushButton *addButtons(QDialog &dialog, QVBoxLayout &layout, const QString &yes, const QString &no)
{
    auto *buttons = new QDialogButtonBox(&dialog);
    QPushButton *accept = nullptr;
    if (!yes.isEmpty()) {
        accept = new QPushButton(yes, buttons);
        accept->setProperty("kind", u"primary"_s); // before the box looks at its style
        buttons->addButton(accept, QDialogButtonBox::AcceptRole);
        accept->setDefault(true);
    }
    buttons->addButton(no, QDialogButtonBox::RejectRole);
    QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    layout.addWidget(buttons);
    return accept;
}

} // namespace parking::ui
